package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.TrackedRun;

class RunTablesTest {

  @TempDir private Path folder;
  private TrackedRun run;

  @BeforeEach
  void startRun() {
    run =
        Examples.tracker(folder.resolve("mlruns"), new SettableClock(Examples.START))
            .start(Examples.description("study", "a"));
  }

  @Test
  void aTableIsWrittenInPandasSplitFormatAndListed() {
    run.table(
        "tables/scores.json",
        List.of("step", "return", "note"),
        List.of(
            List.of(500L, 1.5, "a \"good\" one"),
            List.of(1000L, Double.NaN, true),
            List.of(1500, Double.NEGATIVE_INFINITY, "")));

    assertThat(run.workFolder().resolve("tables/scores.json"))
        .hasContent(
            """
            {"columns":["step","return","note"],"data":[
            [500,1.5,"a \\"good\\" one"],
            [1000,null,true],
            [1500,null,""]
            ]}
            """);
    assertThat(listed()).isEqualTo("[{\"path\": \"tables/scores.json\", \"type\": \"table\"}]");
  }

  @Test
  void aReplacedTableIsListedOnce() {
    run.table("a.json", List.of("x"), List.of(List.of(1)));
    run.table("a.json", List.of("x"), List.of(List.of(1), List.of(2)));
    run.table("b.json", List.of("x"), List.of());

    assertThat(run.workFolder().resolve("a.json")).content().contains("[1],\n[2]");
    assertThat(listed())
        .isEqualTo(
            "[{\"path\": \"a.json\", \"type\": \"table\"}, {\"path\": \"b.json\", \"type\": \"table\"}]");
  }

  @Test
  void entriesOfMlflowStayListed() {
    run.tags(Map.of("mlflow.loggedArtifacts", "[{\"path\": \"mine.json\", \"type\": \"table\"}]"));

    run.table("a.json", List.of("x"), List.of());

    assertThat(listed()).contains("mine.json").contains("a.json");
  }

  @Test
  void tablesThatMlflowCannotShowAreRefused() {
    assertThatThrownBy(() -> run.table("a.txt", List.of("x"), List.of()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("\"a.txt\"")
        .hasMessageContaining(".json");
    assertThatThrownBy(() -> run.table("a.json", List.of("x"), List.of(List.of(1, 2))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String listed() {
    return FolderFiles.texts(Path.of(run.location()).resolve("tags"))
        .getOrDefault("mlflow.loggedArtifacts", "");
  }
}
