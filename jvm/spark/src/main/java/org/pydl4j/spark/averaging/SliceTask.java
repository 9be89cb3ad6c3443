package org.pydl4j.spark.averaging;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** The reducing part of a round: averages the slices of a shuffle partition. */
record SliceTask(Slices slices, Wire wire, Broadcast<RoundStart> round)
    implements FlatMapFunction<Iterator<Tuple2<Integer, Contribution>>, AveragedSlice> {
  @Override
  public Iterator<AveragedSlice> call(Iterator<Tuple2<Integer, Contribution>> shuffled) {
    Map<Integer, List<Contribution>> bySlice = new TreeMap<>();
    shuffled.forEachRemaining(c -> bySlice.computeIfAbsent(c._1(), s -> new ArrayList<>()).add(c._2()));
    float[] start = round.value().state();
    return bySlice.entrySet().stream()
        .map(e -> AveragedSlice.of(e.getKey(), e.getValue(), slices, start, wire)).toList().iterator();
  }
}
