package com.example.records;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pydl4j.datavec.normalize.Affine;
import org.pydl4j.datavec.normalize.ColumnNormalizer;
import org.pydl4j.datavec.normalize.Statistics;
import org.pydl4j.nd.json.Doc;

@Doc("x / max |x| per feature.")
public record MaxAbsScaler(@Doc("per feature; empty before fit") List<Double> greatest) implements ColumnNormalizer {
  public MaxAbsScaler {
    greatest = List.copyOf(greatest);
  }

  static Object defaults() {
    return Map.of("greatest", List.of());
  }

  @Override
  public boolean isFitted() {
    return !greatest.isEmpty();
  }

  @Override
  public boolean fitLabels() {
    return false;
  }

  @Override
  public MaxAbsScaler fitted(Statistics features, Statistics labels) {
    List<Double> least = features.min();
    List<Double> most = features.max();
    return new MaxAbsScaler(IntStream.range(0, most.size())
        .mapToObj(i -> Math.max(Math.abs(least.get(i)), Math.abs(most.get(i)))).toList());
  }

  @Override
  public Affine features() {
    double[] scale = greatest.stream().mapToDouble(g -> g > 0 ? 1 / g : 1).toArray();
    return Affine.perFeature(greatest.stream().map(g -> 0.0).toList(), scale, 0);
  }

  @Override
  public Affine labels() {
    return null;
  }
}
