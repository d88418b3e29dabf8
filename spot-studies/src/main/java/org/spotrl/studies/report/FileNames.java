package org.spotrl.studies.report;

import java.util.HashMap;
import java.util.Map;
import org.spotrl.studies.report.figure.Figure;

/** The paths of the files of a report: allowed characters only, and each path once. */
final class FileNames {

  private final Map<String, String> pathByName = new HashMap<>();

  String figure(Figure figure) {
    return path("figures/", figure.name()) + ".png";
  }

  String table(ReportTable table, String extension) {
    return path("tables/", table.name()) + "." + extension;
  }

  private String path(String folder, String name) {
    return pathByName.computeIfAbsent(
        folder + name,
        key -> {
          String plain = folder + name.replaceAll("[^A-Za-z0-9.+-]+", "-");
          String path = plain;
          for (int i = 2; pathByName.containsValue(path); i++) {
            path = plain + "-" + i;
          }
          return path;
        });
  }
}
