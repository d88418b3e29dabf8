package org.spotrl.studies.comparison;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.NearestMatch;

/** The keys of a set of runs, for lookup and sorting. */
public final class RunKeys {

  private static final int SHOWN = 12;

  /** Numbers by value, before texts; texts ignoring case. */
  private static final Comparator<String> NATURAL =
      Comparator.comparing((String text) -> RunFilter.number(text).isEmpty())
          .thenComparing(text -> RunFilter.number(text).orElse(0.0))
          .thenComparing(
              text -> RunFilter.number(text).isPresent() ? "" : text,
              String.CASE_INSENSITIVE_ORDER);

  private final Collection<RunRecord> runs;

  public RunKeys(Collection<RunRecord> runs) {
    this.runs = runs;
  }

  /** All names; collected only if one is asked for, because that reads every run. */
  private static Set<String> union(
      Collection<RunRecord> runs, Function<RunRecord, Set<String>> names) {
    return runs.stream()
        .flatMap(run -> names.apply(run).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Finds a key by its full name or its end, for example {@code lambda} for {@code
   * algorithm.regularizer.lambda}.
   *
   * @throws SpotInputException if no key or more than one matches
   */
  public String find(String typed) {
    // A full name that some run has needs no search, which reads every run.
    return runs.stream().anyMatch(run -> run.value(typed).isPresent())
        ? typed
        : find("tag, parameter or metric", typed, union(runs, RunRecord::keys));
  }

  /**
   * Finds a metric by its full name or its end.
   *
   * @throws SpotInputException if no key or more than one matches
   */
  public String metric(String typed) {
    return runs.stream().anyMatch(run -> run.metric(typed).isPresent())
        ? typed
        : find("metric", typed, union(runs, run -> run.run().metricNames()));
  }

  /**
   * Sorts runs by several keys, the first one first. Numbers come before texts. A minus before a
   * key reverses its order. Runs without a value always come last.
   *
   * @throws org.spotrl.api.error.SpotInputException if none of the runs has such a key
   */
  public static List<RunRecord> sorted(List<RunRecord> runs, List<String> by) {
    if (runs.isEmpty()) {
      return runs;
    }
    RunKeys keys = new RunKeys(runs);
    return by.stream()
        .map(typed -> order(keys, typed))
        .reduce(Comparator::thenComparing)
        .map(order -> runs.stream().sorted(order).toList())
        .orElse(runs);
  }

  private static Comparator<RunRecord> order(RunKeys keys, String typed) {
    boolean falling = typed.startsWith("-");
    String key = keys.find(falling ? typed.substring(1) : typed);
    return Comparator.comparing((RunRecord run) -> run.value(key).isEmpty())
        .thenComparing(run -> run.value(key).orElse(""), falling ? NATURAL.reversed() : NATURAL);
  }

  private static String find(String what, String typed, Set<String> known) {
    if (known.contains(typed)) {
      return typed;
    }
    List<String> ending =
        known.stream()
            .filter(key -> key.endsWith("." + typed) || key.endsWith("/" + typed))
            .toList();
    if (ending.size() == 1) {
      return ending.get(0);
    }
    if (ending.isEmpty()) {
      throw new SpotInputException(
          "none of these runs has a %s '%s'%s; %s"
              .formatted(what, typed, NearestMatch.hint(typed, typeable(known)), there(known)));
    }
    throw new SpotInputException(
        "'%s' is ambiguous: %s; give the full name".formatted(typed, String.join(" or ", ending)));
  }

  /** The names that a user may type. */
  private static List<String> typeable(Set<String> known) {
    return known.stream().flatMap(key -> Stream.of(key, key.replaceFirst(".*[./]", ""))).toList();
  }

  private static String there(Set<String> known) {
    String first = known.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int others = known.size() - SHOWN;
    return first.isEmpty()
        ? "there are none"
        : "there are " + first + (others > 0 ? " and " + others + " more" : "");
  }
}
