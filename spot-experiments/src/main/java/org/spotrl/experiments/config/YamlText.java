package org.spotrl.experiments.config;

import java.util.Map;
import org.snakeyaml.engine.v2.api.DumpSettings;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/** Writes settings as YAML that readers of YAML 1.1 and 1.2 understand alike. */
final class YamlText {

  /**
   * ASCII only: Jackson leaves the line separators of Unicode as they are, which YAML 1.1 takes for
   * line breaks. Lines are never folded.
   */
  private static final DumpSettings LAYOUT =
      DumpSettings.builder().setUseUnicodeEncoding(false).setSplitLines(false).build();

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                  .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                  .stringQuotingChecker(new Quoting())
                  .dumperOptions(LAYOUT)
                  .build())
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, new RealNumbers())
                  .addSerializer(Float.class, new RealNumbers()))
          .build();

  private YamlText() {}

  /** A document of nested maps, lists and values, two spaces a level. */
  static String of(Map<String, Object> document) {
    return MAPPER.writeValueAsString(document);
  }

  /** Jackson quotes fewer values than names: 1_000, 1:30 and 2024-01-01 would become numbers. */
  private static final class Quoting extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1;

    @Override
    public boolean needToQuoteName(String name) {
      // YAML 1.1 gives these a meaning that Jackson does not know.
      return name.equals("<<") || name.equals("=") || super.needToQuoteName(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return needToQuoteName(value) || super.needToQuoteValue(value);
    }
  }

  /** Java's own 1.0E308 has no sign in its exponent, which makes it text in YAML 1.1. */
  private static final class RealNumbers extends ValueSerializer<Number> {
    @Override
    public void serialize(Number value, JsonGenerator out, SerializationContext context) {
      out.writeNumber(Numbers.text(value));
    }
  }
}
