package org.pydl4j.datavec.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.nd.host.NativeFolder;

/** Decodes with OpenCV (preset org.bytedeco:opencv). Orientation in EXIF is applied. */
final class OpenCVDecoder implements ImageCodec.Decoder {
  OpenCVDecoder() {
    NativeFolder.prepare();
    Loader.load(opencv_imgcodecs.class);
  }

  @Override
  public Image decode(byte[] file, int channels) {
    try (BytePointer bytes = new BytePointer(file);
        Mat encoded = new Mat(bytes, false);
        Mat mat = imdecode(encoded, channels == 1 ? IMREAD_GRAYSCALE : IMREAD_COLOR)) {
      if (mat.empty()) {
        return null;
      }
      byte[] pixels = new byte[mat.rows() * mat.cols() * channels];
      try (BytePointer data = mat.data()) {
        data.get(pixels);
      }
      if (channels == 3) {
        swapRedAndBlue(pixels);
      }
      return new Image(mat.rows(), mat.cols(), channels, pixels);
    }
  }

  private static void swapRedAndBlue(byte[] pixels) {
    for (int i = 0; i < pixels.length; i += 3) {
      byte blue = pixels[i];
      pixels[i] = pixels[i + 2];
      pixels[i + 2] = blue;
    }
  }
}
