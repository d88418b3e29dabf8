package org.spotrl.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The header of a safetensors file: name, type, shape and offsets of each tensor.
 *
 * <p>Tensors are ordered as the Python library writes them: int64 before float32, then by name. So
 * every tensor is aligned to its width and equal states give equal files.
 *
 * @param entries tensors in the order of their data, without gaps or overlaps
 */
record SafetensorsHeader(List<Entry> entries) {

  /** Maximum header length, the limit of the reference implementation. */
  static final long MAX_BYTES = 100_000_000;

  /** The key that the format reserves for metadata. */
  private static final String METADATA = "__metadata__";

  private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Number types of a {@link StateTensor}. */
  enum Type {
    F32(Float.BYTES),
    I64(Long.BYTES);

    final int width;

    Type(int width) {
      this.width = width;
    }

    static Type of(StateTensor tensor) {
      return tensor instanceof StateTensor.Floats ? F32 : I64;
    }
  }

  /** One tensor with its byte offsets, counted from the end of the header. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(String name, Type type, long[] shape, long begin, long end) {

    int length() {
      return Math.toIntExact((end - begin) / type.width);
    }
  }

  /** An invalid header; the message does not name the file. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** Creates the header of a state. */
  static SafetensorsHeader of(StateDict state) {
    if (state.tensors().containsKey(METADATA)) {
      throw new IllegalArgumentException(
          "a tensor cannot be named " + METADATA + ": the safetensors format reserves this name");
    }
    List<Map.Entry<String, StateTensor>> sorted = new ArrayList<>(state.tensors().entrySet());
    // The map is sorted by name and the sort is stable.
    sorted.sort(Comparator.comparing(e -> -Type.of(e.getValue()).width));
    List<Entry> entries = new ArrayList<>();
    long position = 0;
    for (Map.Entry<String, StateTensor> e : sorted) {
      StateTensor tensor = e.getValue();
      Type type = Type.of(tensor);
      long end = position + (long) StateTensors.length(tensor) * type.width;
      entries.add(new Entry(e.getKey(), type, tensor.shape(), position, end));
      position = end;
    }
    return new SafetensorsHeader(List.copyOf(entries));
  }

  /** The JSON text, padded with spaces so that the data starts at a multiple of 8 bytes. */
  byte[] toBytes() {
    ObjectNode root = JSON.createObjectNode();
    for (Entry entry : entries) {
      ObjectNode node = root.putObject(entry.name());
      node.put("dtype", entry.type().name());
      ArrayNode shape = node.putArray("shape");
      Arrays.stream(entry.shape()).forEach(shape::add);
      node.putArray("data_offsets").add(entry.begin()).add(entry.end());
    }
    byte[] json = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * Reads a header and checks that its tensors fill the data exactly.
   *
   * @param dataBytes number of bytes after the header
   */
  static SafetensorsHeader parse(String text, long dataBytes) throws MalformedException {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new MalformedException("its header is not JSON: " + e.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw new MalformedException("its header is not a JSON object");
    }
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      if (!property.getKey().equals(METADATA)) {
        entries.add(parseEntry(property.getKey(), property.getValue(), dataBytes));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long position = 0;
    for (Entry entry : entries) {
      if (entry.begin() != position) {
        throw new MalformedException(
            "tensor '%s' starts at byte %d of the data, but the one before it ends at %d"
                .formatted(entry.name(), entry.begin(), position));
      }
      position = entry.end();
    }
    if (position != dataBytes) {
      throw new MalformedException(
          "its tensors take %d bytes, but the file has %d bytes of data"
              .formatted(position, dataBytes));
    }
    return new SafetensorsHeader(List.copyOf(entries));
  }

  private static Entry parseEntry(String name, JsonNode node, long dataBytes)
      throws MalformedException {
    String tensor = "tensor '%s' ".formatted(name);
    if (!node.isObject() || !Set.copyOf(node.propertyNames()).equals(KEYS)) {
      throw new MalformedException(
          tensor + "must have exactly dtype, shape and data_offsets, not " + excerpt(node));
    }
    Type type = parseType(tensor, node.get("dtype"));
    long[] shape = parseNumbers(tensor + "has the shape ", node.get("shape"));
    long[] offsets = parseNumbers(tensor + "has the data_offsets ", node.get("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
      throw new MalformedException(
          "%shas the data_offsets %s; expected two increasing numbers of at most %d (the file may be truncated)"
              .formatted(tensor, Arrays.toString(offsets), dataBytes));
    }
    long numbers = 1;
    try {
      for (long dimension : shape) {
        numbers = Math.multiplyExact(numbers, dimension);
      }
    } catch (ArithmeticException e) {
      numbers = Long.MAX_VALUE;
    }
    if (numbers > Integer.MAX_VALUE - 8) {
      throw new MalformedException(
          "%shas the shape %s, which is too large for a Java array"
              .formatted(tensor, Arrays.toString(shape)));
    }
    if (offsets[1] - offsets[0] != numbers * type.width) {
      throw new MalformedException(
          "%sof type %s and shape %s needs %d bytes, but its data_offsets give it %d"
              .formatted(
                  tensor,
                  type,
                  Arrays.toString(shape),
                  numbers * type.width,
                  offsets[1] - offsets[0]));
    }
    return new Entry(name, type, shape, offsets[0], offsets[1]);
  }

  private static Type parseType(String tensor, JsonNode node) throws MalformedException {
    for (Type type : Type.values()) {
      if (node.isString() && node.stringValue().equals(type.name())) {
        return type;
      }
    }
    throw new MalformedException(
        "%shas the dtype %s; only F32 and I64 are supported".formatted(tensor, excerpt(node)));
  }

  private static long[] parseNumbers(String what, JsonNode node) throws MalformedException {
    if (!node.isArray()) {
      throw new MalformedException(what + excerpt(node) + "; expected a list");
    }
    long[] numbers = new long[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = node.get(i);
      if (number == null
          || !number.isIntegralNumber()
          || !number.canConvertToLong()
          || number.longValue() < 0) {
        throw new MalformedException(what + excerpt(node) + "; expected integers >= 0");
      }
      numbers[i] = number.longValue();
    }
    return numbers;
  }

  /** The start of a node's text: a hostile file may make it very long. */
  private static String excerpt(JsonNode node) {
    String text = node.toString();
    return text.length() <= 80 ? text : String.format(Locale.ROOT, "%.77s...", text);
  }
}
