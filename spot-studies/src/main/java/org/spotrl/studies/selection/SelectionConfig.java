package org.spotrl.studies.selection;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.Setting;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.selection.SelectionCriterion;

/**
 * What a selection estimates.
 *
 * @param criteria the criteria, in the order of the table
 */
public record SelectionConfig(
    @Setting("Criteria by which arms are selected.") List<Component<SelectionCriterion>> criteria) {

  /** The criteria that need no weight. */
  public static final SelectionConfig DEFAULTS =
      new SelectionConfig(
          List.of(
              FittedQCriterion.TYPE.withDefaults(),
              Criteria.Q_INITIAL.withDefaults(),
              Criteria.TD_ERROR.withDefaults(),
              Criteria.SUPPORT.withDefaults()));

  /**
   * Copies the list.
   *
   * @throws SpotInputException if it is empty or has a criterion twice
   */
  public SelectionConfig {
    criteria = List.copyOf(criteria);
    if (criteria.isEmpty()) {
      throw new SpotInputException("there is no criterion; name at least one, for example fqe");
    }
    Set<String> names = new HashSet<>();
    for (Component<SelectionCriterion> criterion : criteria) {
      if (!names.add(criterion.type().name())) {
        throw new SpotInputException(
            "criterion '%s' is listed twice; keep one".formatted(criterion.type().name()));
      }
    }
  }
}
