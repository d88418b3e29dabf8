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

/** Writes settings as YAML that means the same in YAML 1.1 and 1.2. */
final class YamlText {

  /**
   * ASCII only, because Unicode's line separators are line breaks in YAML 1.1. Lines are never
   * folded.
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

  /** The YAML of a document of nested maps, lists and values. */
  static String of(Map<String, Object> document) {
    return MAPPER.writeValueAsString(document);
  }

  /**
   * Jackson's own check would leave 1_000, 1:30 and 2024-01-01 unquoted, so that they become
   * numbers.
   */
  private static final class Quoting extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1;

    @Override
    public boolean needToQuoteName(String name) {
      // They are special in YAML 1.1.
      return name.equals("<<") || name.equals("=") || super.needToQuoteName(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return needToQuoteName(value) || super.needToQuoteValue(value);
    }
  }

  /** YAML 1.1 reads Java's 1.0E308 as text, because its exponent has no sign. */
  private static final class RealNumbers extends ValueSerializer<Number> {
    @Override
    public void serialize(Number value, JsonGenerator out, SerializationContext context) {
      out.writeNumber(Numbers.text(value));
    }
  }
}
