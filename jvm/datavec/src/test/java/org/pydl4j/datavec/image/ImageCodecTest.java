package org.pydl4j.datavec.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pydl4j.datavec.record.Image;

class ImageCodecTest {
  private static byte[] file(String format, int type) {
    BufferedImage image = new BufferedImage(20, 10, type);
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 20; x++) {
        image.setRGB(x, y, y < 5 ? 0xff0000 : 0x0000ff);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static List<ImageCodec.Decoder> decoders() {
    return List.of(new OpenCVDecoder(), new ImageIODecoder());
  }

  private static String message(byte[] file) {
    return assertThrows(IllegalArgumentException.class, () -> ImageCodec.decode(file, 3)).getMessage();
  }

  @Test
  void bothDecodersGiveRedGreenBlueRowsFromTheTop() {
    for (ImageCodec.Decoder d : decoders()) {
      Image i = ImageCodec.decode(d, file("png", BufferedImage.TYPE_INT_RGB), 3, ImageCodec.MOST_PIXELS);
      assertEquals("Image[3, 10, 20]", i.toString());
      assertEquals(List.of(255, 0, 0), List.of(i.at(0, 7, 0), i.at(0, 7, 1), i.at(0, 7, 2)));
      assertEquals(List.of(0, 0, 255), List.of(i.at(9, 7, 0), i.at(9, 7, 1), i.at(9, 7, 2)));
    }
  }

  @Test
  void bothDecodersAgreeOnGray() {
    byte[] png = file("png", BufferedImage.TYPE_BYTE_GRAY);
    assertEquals(ImageCodec.decode(decoders().get(0), png, 1, ImageCodec.MOST_PIXELS),
        ImageCodec.decode(decoders().get(1), png, 1, ImageCodec.MOST_PIXELS));
    Image fromColor =
        ImageCodec.decode(decoders().get(0), file("png", BufferedImage.TYPE_INT_RGB), 1, ImageCodec.MOST_PIXELS);
    assertEquals(76, fromColor.at(0, 0, 0));
    assertEquals(76, ImageCodec
        .decode(decoders().get(1), file("png", BufferedImage.TYPE_INT_RGB), 1, ImageCodec.MOST_PIXELS).at(0, 0, 0));
  }

  @Test
  void truncatedFilesAreRefusedAtEveryLength() {
    for (String format : List.of("png", "jpg")) {
      byte[] whole = file(format, BufferedImage.TYPE_INT_RGB);
      ImageCodec.decode(whole, 3);
      for (int n = 8; n < whole.length - 1; n += 7) {
        String m = message(Arrays.copyOf(whole, n));
        assertTrue(m.startsWith("[image] "), m);
      }
    }
  }

  @Test
  void damagedPngIsRefused() {
    byte[] png = file("png", BufferedImage.TYPE_INT_RGB);
    png[png.length / 2] ^= 1;
    assertTrue(message(png).contains("damaged PNG"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aPhotographIsTurnedAsItsCameraWasHeldByEachDecoder(int orientation) throws IOException {
    BufferedImage photograph = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
    photograph.createGraphics().fillRect(0, 0, 8, 8);
    photograph.createGraphics().fillRect(0, 0, 16, 4);
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    ImageIO.write(photograph, "jpg", made);
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      ByteBuffer file = ByteBuffer.allocate(made.size() + 36).put(made.toByteArray(), 0, 2);
      file.putShort((short) 0xffe1).putShort((short) 34).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
      file.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII)).order(order);
      file.putShort((short) 42).putInt(8).putShort((short) 1);
      file.putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0);
      file.putInt(0).put(made.toByteArray(), 2, made.size() - 2);
      Image one = ImageCodec.decode(decoders().get(0), file.array(), 1, ImageCodec.MOST_PIXELS);
      Image other = ImageCodec.decode(decoders().get(1), file.array(), 1, ImageCodec.MOST_PIXELS);
      assertEquals(one.height(), other.height());
      for (int i = 0; i < one.pixels().length; i++) {
        assertEquals(one.pixels()[i] & 0xff, other.pixels()[i] & 0xff, 8, "pixel " + i);
      }
    }
  }

  @Test
  void otherBytesAreRefused() {
    assertTrue(message("no image at all".getBytes(java.nio.charset.StandardCharsets.UTF_8)).contains("not an image"));
    assertTrue(message(new byte[0]).contains("empty"));
  }

  @Test
  void resizingKeepsConstantImagesAndMeans() {
    byte[] pixels = new byte[12 * 8];
    Arrays.fill(pixels, (byte) 200);
    Image big = new Image(8, 12, 1, pixels);
    assertTrue(Arrays.equals(Pixels.resize(big, 3, 5).pixels(), Arrays.copyOf(pixels, 15)));
    Image halves = new Image(1, 4, 1, new byte[] {0, 0, 100, 100});
    assertEquals(List.of(14, 86), List.of(Pixels.resize(halves, 1, 2).at(0, 0, 0), Pixels.resize(halves, 1, 2)
        .at(0, 1, 0)));
  }

  private static byte[] bytes(Object... parts) {
    ByteBuffer b = ByteBuffer.allocate(200);
    for (Object part : parts) {
      if (part instanceof String text) {
        b.put(text.getBytes(StandardCharsets.ISO_8859_1));
      } else if (part instanceof Short n) {
        b.putShort(n);
      } else if (part instanceof Integer n) {
        b.putInt(n);
      } else if (part instanceof ByteOrder order) {
        b.order(order);
      }
    }
    return Arrays.copyOf(b.array(), 200);
  }

  /** The chunk of a PNG with its length and checksum. */
  private static byte[] chunk(String type, byte[] content) {
    ByteBuffer b = ByteBuffer.allocate(12 + content.length).putInt(content.length);
    b.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(b.array(), 4, 4 + content.length);
    return b.putInt((int) crc.getValue()).array();
  }

  private static byte[] png(int height, int width, byte[] deflated) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeBytes(
        chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put((byte) 2).array()));
    out.writeBytes(chunk("IDAT", deflated));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  static List<Arguments> absurd() {
    ByteOrder little = ByteOrder.LITTLE_ENDIAN;
    short w = (short) 60_000;
    short h = (short) 50_000;
    return List.of(
        Arguments.of("PNG", png(50_000, 60_000, new byte[0])),
        Arguments.of("JPEG",
            bytes("\u00ff\u00d8\u00ff\u00e0", (short) 4, (short) 0, "\u00ff\u00c2", (short) 8, "\b", h, w, "\3",
                "\u00ff\u00d9")),
        Arguments.of("BMP", bytes("BM", little, 200, 0, 54, 40, 60_000, -50_000, (short) 1, (short) 24)),
        Arguments.of("old BMP", bytes("BM", little, 200, 0, 26, 12, w, h, (short) 1, (short) 24)),
        Arguments.of("GIF", bytes("GIF89a", little, w, h, "\0\0\0;")),
        Arguments.of("GIF frame",
            bytes("GIF89a", little, (short) 1, (short) 1, "\u0080\0\0......!\u00f9\4\0\0\0\0\0,", 0, w, h, "\0")),
        Arguments.of("TIFF",
            bytes("II*\0", little, 8, (short) 2, (short) 256, (short) 4, 1, 60_000, (short) 257, (short) 3, 1, h)),
        Arguments.of("big-endian TIFF",
            bytes("MM\0*", 8, (short) 2, (short) 256, (short) 3, 1, w, (short) 0, (short) 257,
                (short) 4, 1, 50_000)),
        Arguments.of("TIFF tile",
            bytes("II*\0", little, 8, (short) 2, (short) 322, (short) 4, 1, 60_000, (short) 323, (short) 3, 1, h)),
        Arguments.of("WebP", bytes("RIFF", little, 100, "WEBPVP8X", 10, 0, "\u005f\u00ea\0\u004f\u00c3\0")),
        Arguments.of("PNM", bytes("P6 # a comment\n60000\t50000 255\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("absurd")
  void sizesAreReadFromTheHeaderAndRefusedBeforeDecoding(String format, byte[] file) {
    assertEquals(new ImageSize(50_000, 60_000), ImageSize.of(file));
    ImageCodec.Decoder none = (bytes, channels) -> {
      throw new AssertionError("decoded");
    };
    String message =
        assertThrows(IllegalArgumentException.class, () -> ImageCodec.decode(none, file, 3, 1L << 26)).getMessage();
    assertTrue(message.contains("[image] too large: got 50000 x 60000 pixels") || message.contains("truncated"),
        message);
  }

  @Test
  void losslessAndLossyWebPHaveTheirSizes() {
    ByteOrder little = ByteOrder.LITTLE_ENDIAN;
    assertEquals(new ImageSize(5, 9), ImageSize.of(bytes("RIFF", little, 100, "WEBPVP8L", 10, "/", 8 | 4 << 14)));
    assertEquals(new ImageSize(5, 9),
        ImageSize.of(bytes("RIFF", little, 100, "WEBPVP8 ", 10, "\0\0\0\u009d\1*", (short) 9, (short) 5)));
  }

  @Test
  void theSizeOfEveryFormatThatIsWrittenIsFound() {
    for (String format : List.of("png", "jpg", "bmp", "gif", "tiff")) {
      assertEquals(new ImageSize(10, 20), ImageSize.of(file(format, BufferedImage.TYPE_INT_RGB)), format);
    }
  }

  @Test
  void headersThatBreakOffArePartOfNoImage() {
    for (Arguments a : absurd()) {
      byte[] file = (byte[]) a.get()[1];
      for (int n = 0; n < 60; n++) {
        byte[] cut = Arrays.copyOf(file, n);
        assertThrows(IllegalArgumentException.class, () -> ImageCodec.decode(cut, 3));
      }
    }
  }

  @Test
  void whatADecoderThrowsIsTheImagesFault() {
    byte[] wide = png(1, 1 << 20, new byte[] {1});
    for (ImageCodec.Decoder d : decoders()) {
      assertThrows(IllegalArgumentException.class, () -> ImageCodec.decode(d, wide, 3, 1L << 26));
    }
    byte[] good = file("png", BufferedImage.TYPE_INT_RGB);
    for (RuntimeException e : List.of(new NegativeArraySizeException("-1"), new ArrayIndexOutOfBoundsException("7"))) {
      assertTrue(assertThrows(IllegalArgumentException.class, () -> ImageCodec.decode((f, c) -> {
        throw e;
      }, good, 3, 1L << 26)).getMessage().startsWith("[image] damaged"));
    }
    assertTrue(assertThrows(IllegalArgumentException.class, () -> ImageCodec.decode((f, c) -> {
      throw new OutOfMemoryError("Java heap space");
    }, good, 3, 1L << 26)).getMessage().contains("too large for the memory"));
  }

  @Test
  void theLimitIsTheCallers() {
    byte[] file = file("png", BufferedImage.TYPE_INT_RGB);
    assertEquals(200, ImageCodec.decode(file, 1, 200).pixels().length);
    assertThrows(IllegalArgumentException.class, () -> ImageCodec.decode(file, 1, 199));
  }

  @Test
  void tallImagesShrinkInTheMemoryOfTheResult() {
    byte[] pixels = new byte[1 << 20];
    Arrays.fill(pixels, (byte) 7);
    Image small = Pixels.resize(new Image(1 << 20, 1, 1, pixels), 2, 3);
    assertEquals(new Image(2, 3, 1, new byte[] {7, 7, 7, 7, 7, 7}), small);
  }
}
