package org.spotrl.studies.report;

import java.util.List;
import org.spotrl.studies.report.figure.Figure;

/**
 * A section of a report.
 *
 * @param title its title
 * @param text what it is about; may be empty
 * @param tables its tables
 * @param figures its figures, below the tables
 */
public record Section(String title, String text, List<ReportTable> tables, List<Figure> figures) {

  /** Copies the lists. */
  public Section {
    tables = List.copyOf(tables);
    figures = List.copyOf(figures);
  }
}
