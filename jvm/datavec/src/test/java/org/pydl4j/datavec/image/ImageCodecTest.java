package org.pydl4j.datavec.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
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
      Image i = ImageCodec.decode(d, file("png", BufferedImage.TYPE_INT_RGB), 3);
      assertEquals("Image[3, 10, 20]", i.toString());
      assertEquals(List.of(255, 0, 0), List.of(i.at(0, 7, 0), i.at(0, 7, 1), i.at(0, 7, 2)));
      assertEquals(List.of(0, 0, 255), List.of(i.at(9, 7, 0), i.at(9, 7, 1), i.at(9, 7, 2)));
    }
  }

  @Test
  void bothDecodersAgreeOnGray() {
    byte[] png = file("png", BufferedImage.TYPE_BYTE_GRAY);
    assertEquals(ImageCodec.decode(decoders().get(0), png, 1), ImageCodec.decode(decoders().get(1), png, 1));
    Image fromColor = ImageCodec.decode(decoders().get(0), file("png", BufferedImage.TYPE_INT_RGB), 1);
    assertEquals(76, fromColor.at(0, 0, 0));
    assertEquals(76, ImageCodec.decode(decoders().get(1), file("png", BufferedImage.TYPE_INT_RGB), 1).at(0, 0, 0));
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
}
