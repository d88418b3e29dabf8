package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaYamlTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "spot-maze2d-umaze-s0",
        "yes",
        "null",
        "~",
        "12345678901234567890123456789012",
        "12345e67",
        "1_000",
        "2026-01-01",
        "12:30:00",
        "it's: a # 'name' \"quoted\" {x} [y] & *z",
        "- item",
        "two\nlines\twith\u0007bell",
        "\u00fcmlaut \u65e5\u672c \ud83d\ude80",
        "line\u2028separator"
      })
  void textsAreReadAsWritten(String text) throws IOException {
    MetaYaml back = written(new MetaYaml().with("name", text).with("tags", Map.of("k", text)));

    assertThat(back.text("name")).isEqualTo(text);
    assertThat(back.render())
        .isEqualTo(new MetaYaml().with("name", text).with("tags", Map.of("k", text)).render());
  }

  /** A nested field makes the whole file go through the YAML parser. */
  @Test
  void plainLinesAreReadAsTheParserReadsThem() throws IOException {
    String plain =
        """
        run_name: spot-maze2d-umaze-s0
        artifact_uri: mlruns/1/abc/artifacts
        end_time: null
        start_time: 1790000000000
        tags: []
        user_id: ''
        source_version: 2026-01-01
        lifecycle_stage: active
        deleted: false
        status: 3
        """;
    Path one = Files.writeString(folder.resolve("one.yaml"), plain);
    Path other = Files.writeString(folder.resolve("other.yaml"), plain + "zz: {}\n");

    MetaYaml read = MetaYaml.read(one);

    assertThat(read.number("start_time")).isEqualTo(1_790_000_000_000L);
    assertThat(read.with("zz", Map.of()).render()).isEqualTo(MetaYaml.read(other).render());
  }

  @Test
  void textsThatYaml11ReadsAsOtherTypesAreQuoted() {
    String text =
        new MetaYaml()
            .with("a", "yes")
            .with("b", "1e5")
            .with("c", "it's")
            .with("d", "mlruns/1/abc/artifacts")
            .with("e", 4)
            .with("f", null)
            .with("g", List.of())
            .with("h", Map.of("mlflow.data.context", "training"))
            .with("i", Map.of())
            .with("j", "bell\u0007")
            .render();

    assertThat(text)
        .isEqualTo(
            """
            a: 'yes'
            b: '1e5'
            c: 'it''s'
            d: mlruns/1/abc/artifacts
            e: 4
            f: null
            g: []
            h:
              mlflow.data.context: training
            i: {}
            j: "bell\\u0007"
            """);
  }

  @Test
  void plainTextsThatOnlyYaml12ReadsAsNumbersStayTexts() throws IOException {
    Path file = Files.writeString(folder.resolve("meta.yaml"), "run_id: 12345e67\nstatus: 3\n");

    MetaYaml meta = MetaYaml.read(file);

    assertThat(meta.text("run_id")).isEqualTo("12345e67");
    assertThat(meta.number("status")).isEqualTo(3);
    assertThat(meta.render()).isEqualTo("run_id: '12345e67'\nstatus: 3\n");
  }

  @Test
  void unknownFieldsSurvive() throws IOException {
    String text =
        """
        deep: {a: [1, true, 'x']}
        deleted_time: 1700000000000
        status: 1
        trace_location: null
        """;
    Path file = Files.writeString(folder.resolve("meta.yaml"), text);

    String changed = MetaYaml.read(file).with("status", 3).render();

    assertThat(changed)
        .isEqualTo(
            """
            deep:
              a: [1, true, x]
            deleted_time: 1700000000000
            status: 3
            trace_location: null
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "just text", "- a\n- b\n", "a: [1\n", "a: *b\n"})
  void aFileThatIsNotAMappingIsRefusedWithItsName(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("meta.yaml"), text);

    assertThatThrownBy(() -> MetaYaml.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  private MetaYaml written(MetaYaml meta) throws IOException {
    return MetaYaml.read(Files.writeString(folder.resolve("meta.yaml"), meta.render()));
  }
}
