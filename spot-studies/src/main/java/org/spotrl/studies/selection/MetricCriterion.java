package org.spotrl.studies.selection;

import java.util.List;
import org.spotrl.api.selection.Estimate;
import org.spotrl.api.selection.FinishedRun;
import org.spotrl.api.selection.SelectionCriterion;

/**
 * The mean of the last points of a metric that the run has recorded.
 *
 * @param metric its name
 * @param points number of points; all if there are fewer
 * @param higherIsBetter true if the highest is selected
 * @param unit unit of the metric
 * @param advice why a run may not have the metric
 */
record MetricCriterion(
    String metric, int points, boolean higherIsBetter, String unit, String advice)
    implements SelectionCriterion {

  @Override
  public Estimate estimate(FinishedRun run) {
    List<Double> values = run.metric(metric);
    double mean =
        values.subList(Math.max(0, values.size() - points), values.size()).stream()
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NaN);
    if (Double.isFinite(mean)) {
      return Estimate.of(mean);
    }
    return Estimate.missing(
        values.isEmpty()
            ? "there is no metric %s: %s".formatted(metric, advice)
            : "%s is %s".formatted(metric, mean));
  }
}
