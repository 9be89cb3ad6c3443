package org.pydl4j.datavec;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.pydl4j.datavec.condition.And;
import org.pydl4j.datavec.condition.ColumnCondition;
import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.condition.ConditionOp;
import org.pydl4j.datavec.condition.IsMissing;
import org.pydl4j.datavec.condition.Not;
import org.pydl4j.datavec.condition.Or;
import org.pydl4j.datavec.condition.RegexCondition;
import org.pydl4j.datavec.condition.Xor;
import org.pydl4j.datavec.reader.CSVRecordReader;
import org.pydl4j.datavec.reader.CollectionRecordReader;
import org.pydl4j.datavec.reader.IDXRecordReader;
import org.pydl4j.datavec.reader.ImageRecordReader;
import org.pydl4j.datavec.reader.LineRecordReader;
import org.pydl4j.datavec.reader.PathLabel;
import org.pydl4j.datavec.record.Image;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.AddConstantColumn;
import org.pydl4j.datavec.transform.AppendString;
import org.pydl4j.datavec.transform.CategoricalToInteger;
import org.pydl4j.datavec.transform.CategoricalToOneHot;
import org.pydl4j.datavec.transform.ChangeCase;
import org.pydl4j.datavec.transform.ColumnFunction;
import org.pydl4j.datavec.transform.ColumnsMath;
import org.pydl4j.datavec.transform.ConditionalReplace;
import org.pydl4j.datavec.transform.ConvertTo;
import org.pydl4j.datavec.transform.CropImage;
import org.pydl4j.datavec.transform.DeriveColumnsFromTime;
import org.pydl4j.datavec.transform.DuplicateColumn;
import org.pydl4j.datavec.transform.Filter;
import org.pydl4j.datavec.transform.FlipImage;
import org.pydl4j.datavec.transform.ImageToArray;
import org.pydl4j.datavec.transform.ImageToGray;
import org.pydl4j.datavec.transform.IntegerToCategorical;
import org.pydl4j.datavec.transform.IntegerToOneHot;
import org.pydl4j.datavec.transform.KeepColumns;
import org.pydl4j.datavec.transform.LetterCase;
import org.pydl4j.datavec.transform.MapString;
import org.pydl4j.datavec.transform.MathFunction;
import org.pydl4j.datavec.transform.MathOp;
import org.pydl4j.datavec.transform.MinMaxNormalize;
import org.pydl4j.datavec.transform.RemoveColumns;
import org.pydl4j.datavec.transform.RemoveWhitespace;
import org.pydl4j.datavec.transform.RenameColumn;
import org.pydl4j.datavec.transform.ReorderColumns;
import org.pydl4j.datavec.transform.ReplaceMissing;
import org.pydl4j.datavec.transform.ReplaceString;
import org.pydl4j.datavec.transform.ResizeImage;
import org.pydl4j.datavec.transform.ScalarMath;
import org.pydl4j.datavec.transform.StandardizeColumn;
import org.pydl4j.datavec.transform.StringToCategorical;
import org.pydl4j.datavec.transform.StringToTime;
import org.pydl4j.datavec.transform.TimeField;
import org.pydl4j.datavec.transform.Transform;
import org.pydl4j.testing.ContractTest;
import org.pydl4j.testing.Examples;

/** The contracts of our own transforms, conditions, readers, labels of paths and normalizers. */
class OurRecordsTest extends ContractTest {
  private static final Schema SCHEMA = Schema.of(Column.of("d", ColumnType.DOUBLE), Column.of("i", ColumnType.INTEGER),
      Column.of("j", ColumnType.INTEGER), Column.of("s", ColumnType.STRING),
      Column.categorical("c", List.of("cat", "dog")), Column.of("t", ColumnType.TIME), Column.image("image", 3, 4, 5),
      Column.of("day", ColumnType.STRING));
  private static final Object[][] ROWS = {
      {0.5, 1, 2, "a b", "dog", 1_700_000_000_000L, image(1), "2026-11-30"},
      {0.25, 0, 3, "cat", "cat", 0L, image(2), "1969-12-31"},
      {0.75, 2, -1, "", "dog", -1L, image(3), "2000-02-29"}};

  private static Image image(int seed) {
    byte[] pixels = new byte[60];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37 * seed);
    }
    return new Image(4, 5, 3, pixels);
  }

  @Override
  protected Examples examples() {
    Examples all = Examples.of("org.pydl4j.datavec");
    transforms().forEach(t -> all.transform(t, SCHEMA, ROWS));
    conditions().forEach(c -> all.condition(c, SCHEMA, ROWS));
    return readers(all).excuse(CollectionRecordReader.class, "reads no files: its records are given in memory");
  }

  private static Stream<Transform> transforms() {
    Condition great = new ColumnCondition("d", ConditionOp.GREATER_THAN, List.of(0.6));
    return Stream.of(new AddConstantColumn(Column.of("one", ColumnType.INTEGER), "1"), new AppendString("s", "!"),
        new CategoricalToInteger("c"), new CategoricalToOneHot("c"), new ChangeCase("s", LetterCase.UPPER),
        new ColumnFunction("d", MathFunction.SQRT), new ColumnsMath("sum", MathOp.ADD, List.of("i", "j")),
        new ColumnsMath("mixed", MathOp.MULTIPLY, List.of("d", "i")), new ConditionalReplace("d", "0", great),
        new ConvertTo("i", ColumnType.STRING), new ConvertTo("d", ColumnType.INTEGER),
        new CropImage("image", 1, 1, 2, 3),
        new DeriveColumnsFromTime("t", List.of(new DeriveColumnsFromTime.Derived("year", TimeField.YEAR))),
        new DuplicateColumn("i", "again"), new Filter(great), new FlipImage("image", true),
        new FlipImage("image", false), new ImageToArray("image", 0, 1), new ImageToGray("image"),
        new IntegerToCategorical("i", List.of("x", "y", "z")), new IntegerToOneHot("i", 0, 2),
        new KeepColumns(List.of("s", "d")), new MapString("s", Map.of("cat", "tiger")),
        new MinMaxNormalize("d", 0, 1, -1, 1), new RemoveColumns(List.of("image", "s")), new RemoveWhitespace("s"),
        new RenameColumn("d", "double"), new ReorderColumns(List.of("s", "i")), new ReplaceMissing("i", "7"),
        new ReplaceString("s", List.of(new ReplaceString.Replacement("[aeiou]", "-"))),
        new ResizeImage("image", 3, 2), new ScalarMath("d", MathOp.MULTIPLY, 3), new StandardizeColumn("d", 0.5, 0.2),
        new StringToCategorical("s", List.of("a b", "cat", "")), new StringToTime("day", "yyyy-MM-dd"));
  }

  private static Stream<Condition> conditions() {
    Condition great = new ColumnCondition("d", ConditionOp.GREATER_THAN, List.of(0.6));
    Condition dog = new ColumnCondition("c", ConditionOp.IN_SET, List.of("dog"));
    return Stream.of(great, dog, new And(List.of(great, dog)), new Or(List.of(great, dog)), new Xor(great, dog),
        new Not(dog), new RegexCondition("s", "[ac].*"), new Or(List.of(new IsMissing("d"), dog)));
  }

  private static Examples readers(Examples all) {
    return all.condition(new IsMissing("i"), Schema.of(Column.of("i", ColumnType.INTEGER)), new Object[] {1},
        new Object[] {null})
        .reader(new CSVRecordReader(0, ',', '"'), files("a.csv", "1,x\n2,\"y,\nz\"\n", "b.csv", "3,w\n"))
        .reader(new LineRecordReader(), files("a", "one\n\ntwo", "b", "three\n"))
        .reader(new IDXRecordReader(10), idx())
        .reader(new ImageRecordReader(2, 3, 3, new PathLabel.ParentPathLabel()), images())
        .pathLabel(new PathLabel.ParentPathLabel(), "data/cat/1.png", "cat")
        .pathLabel(new PathLabel.PatternPathLabel("([a-z]+)-\\d"), "data/dog-1.png", "dog");
  }

  private static Map<String, byte[]> files(String... namesAndTexts) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  private static Map<String, byte[]> idx() {
    byte[] pixels = new byte[3 * 2 * 2];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 20);
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("x-idx3-ubyte", ByteBuffer.allocate(16 + pixels.length).putInt(0x803).putInt(3).putInt(2).putInt(2)
        .put(pixels).array());
    files.put("y-idx1-ubyte", ByteBuffer.allocate(11).putInt(0x801).putInt(3).put(new byte[] {7, 0, 9}).array());
    return files;
  }

  private static Map<String, byte[]> images() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : List.of("cat/1.png", "cat/2.png", "dog/1.png")) {
      BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
      image.setRGB(1, 2, name.hashCode() & 0xffffff);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        ImageIO.write(image, "png", out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      files.put(name, out.toByteArray());
    }
    return files;
  }
}
