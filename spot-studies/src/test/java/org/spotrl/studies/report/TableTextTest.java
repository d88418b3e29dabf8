package org.spotrl.studies.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spotrl.studies.report.ReportTable.Cell;
import org.spotrl.studies.report.ReportTable.Column;
import org.spotrl.studies.report.ReportTable.Mark;
import org.spotrl.studies.report.ReportTable.Row;

class TableTextTest {

  private static final ReportTable TABLE =
      new ReportTable(
          "t",
          "100 % of x_y",
          "A text",
          List.of(Column.text("a|b & c"), Column.numbers("d", "mean", "std")),
          List.of(
              new Row(
                  false,
                  List.of(
                      Cell.of("x_1 #2 $3 {4} ~5 ^6 \\7 <8> 9%"),
                      new Cell("−1.5 ± 2.0", Mark.BEST, List.of(-1.5, 2.0)))),
              new Row(
                  true,
                  List.of(
                      Cell.of("a \"q\", b"), new Cell("–", Mark.NEAR_BEST, List.of(Double.NaN))))));

  @Test
  void latexEscapesItsCharacters() {
    assertThat(TableText.latex(TABLE))
        .isEqualTo(
            """
            % 100 % of x_y. Needs \\usepackage{booktabs}.
            % A text
            \\begin{tabular}{lr}
            \\toprule
            a|b \\& c & d \\\\
            \\midrule
            x\\_1 \\#2 \\$3 \\{4\\} \\textasciitilde{}5 \\textasciicircum{}6 \\textbackslash{}7 \
            \\textless{}8\\textgreater{} 9\\% & \\textbf{$-$1.5 $\\pm$ 2.0} \\\\
            \\midrule
            a \\textquotedbl{}q\\textquotedbl{}, b & \\underline{--} \\\\
            \\bottomrule
            \\end{tabular}
            """);
  }

  @Test
  void markdownEscapesItsCharacters() {
    assertThat(TableText.markdown(TABLE).lines())
        .contains(
            "| a\\|b \\& c | d |",
            "| --- | ---: |",
            "| x\\_1 \\#2 $3 \\{4\\} \\~5 ^6 \\\\7 \\<8\\> 9% | **−1.5 ± 2.0** |");
  }

  @Test
  void csvHasNumbersInColumnsOfTheirOwn() {
    assertThat(TableText.csv(TABLE))
        .isEqualTo(
            """
            a|b & c,d mean,d std
            x_1 #2 $3 {4} ~5 ^6 \\7 <8> 9%,-1.5,2
            "a ""q"", b",,
            """);
  }

  @Test
  void htmlMarksTheBest() {
    assertThat(TableText.html(TABLE))
        .contains(
            "<th scope=\"col\">a|b &amp; c</th>",
            "<td class=\"number\"><strong>−1.5 ± 2.0</strong></td>",
            "<tr class=\"summary\"><th scope=\"row\">a &quot;q&quot;, b</th>",
            "<u>–</u>");
  }
}
