package org.spotrl.experiments.config;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.FormerName;
import org.spotrl.api.component.Setting;
import org.spotrl.experiments.config.Tree.Scalar;

/** The type of a setting: the allowed values and how they are read from a file. */
sealed interface SettingType {

  /** The number types of record components. */
  List<Class<?>> NUMBERS = List.of(Integer.class, Long.class, Float.class, Double.class);

  /** What is allowed, for messages: {@code a number above 0 and at most 1}. */
  String allowed();

  /** The value of a text in a file; empty if it is not allowed. Nothing is rounded or guessed. */
  default Optional<?> read(Scalar scalar) {
    return Optional.empty();
  }

  /** True if the value, which has the right class, is allowed. */
  default boolean allows(Object value) {
    return true;
  }

  /** What to write instead of a wrong text, with a semicolon before it; empty if unknown. */
  default String advice(Scalar scalar) {
    return "";
  }

  /** A number; {@code javaType} is Integer, Long, Float or Double. */
  record NumberOf(Class<?> javaType, Setting bounds) implements SettingType {

    boolean isWhole() {
      return javaType == Integer.class || javaType == Long.class;
    }

    @Override
    public String allowed() {
      return (isWhole() ? "a whole number" : "a number") + range();
    }

    @Override
    public Optional<?> read(Scalar scalar) {
      Optional<BigDecimal> number =
          scalar.plain() ? Numbers.parse(scalar.text()) : Optional.empty();
      return number
          .filter(value -> allows(value.doubleValue()))
          .flatMap(value -> isWhole() ? whole(value) : real(value));
    }

    private Optional<Number> whole(BigDecimal value) {
      return Numbers.whole(value)
          .filter(number -> javaType == Long.class || number == number.intValue())
          .map(number -> javaType == Long.class ? (Number) number : (Number) number.intValue());
    }

    private Optional<Number> real(BigDecimal exact) {
      double value = exact.doubleValue();
      Number number = javaType == Float.class ? (Number) (float) value : (Number) value;
      boolean vanishes = number.doubleValue() == 0 && exact.signum() != 0;
      return Double.isFinite(number.doubleValue()) && !vanishes
          ? Optional.of(number)
          : Optional.empty();
    }

    @Override
    public boolean allows(Object value) {
      double number = ((Number) value).doubleValue();
      return number >= bounds.min()
          && number <= bounds.max()
          && !(bounds.aboveMin() && number == bounds.min());
    }

    @Override
    public String advice(Scalar scalar) {
      if (scalar.text().length() > Numbers.LONGEST) {
        return "; a number has at most %d characters".formatted(Numbers.LONGEST);
      }
      Optional<BigDecimal> number = Numbers.parse(scalar.text());
      if (number.isPresent() && !scalar.plain()) {
        return "; write it without quotes";
      } else if (Numbers.isOtherNotation(scalar.text())) {
        return "; write it in decimal, without leading zeros";
      } else if (number.isPresent() && isWhole()) {
        long greatest = javaType == Long.class ? Long.MAX_VALUE : Integer.MAX_VALUE;
        long least = -greatest - 1;
        return number.get().compareTo(BigDecimal.valueOf(greatest)) > 0
            ? "; the maximum is " + greatest
            : number.get().compareTo(BigDecimal.valueOf(least)) < 0
                ? "; the minimum is " + least
                : "";
      } else if (number.isPresent() && allows(number.get().doubleValue())) {
        return "; a %s cannot hold it".formatted(javaType.getSimpleName().toLowerCase(Locale.ROOT));
      }
      return "";
    }

    /** The bounds, for example {@code " from 0 to 1"}; empty without bounds. */
    private String range() {
      String min = Numbers.boundText(bounds.min());
      String max = Numbers.boundText(bounds.max());
      if (min.isEmpty()) {
        return max.isEmpty() ? "" : " of at most " + max;
      } else if (max.isEmpty()) {
        return (bounds.aboveMin() ? " above " : " of at least ") + min;
      }
      return (bounds.aboveMin() ? " above %s and at most %s" : " from %s to %s")
          .formatted(min, max);
    }
  }

  /** true or false. */
  record Flag() implements SettingType {

    @Override
    public String allowed() {
      return "true or false";
    }

    @Override
    public Optional<?> read(Scalar scalar) {
      return Optional.of(scalar.text())
          .filter(text -> scalar.plain() && (text.equals("true") || text.equals("false")))
          .map(Boolean::valueOf);
    }

    @Override
    public String advice(Scalar scalar) {
      return switch (scalar.text().toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "y" -> "; write true";
        case "false", "no", "off", "n" -> "; write false";
        default -> "";
      };
    }
  }

  /** Any text. */
  record Text() implements SettingType {

    @Override
    public String allowed() {
      return "text";
    }

    @Override
    public Optional<?> read(Scalar scalar) {
      return Optional.of(scalar.text());
    }
  }

  /**
   * One of several values by name: an enum, or a text with {@code oneOf}.
   *
   * @param former values by their earlier names, which files may still use
   */
  record Choice(Map<String, Object> values, Map<String, Object> former) implements SettingType {

    @Override
    public String allowed() {
      return "one of " + String.join(", ", values.keySet());
    }

    @Override
    public Optional<?> read(Scalar scalar) {
      return Optional.ofNullable(values.getOrDefault(scalar.text(), former.get(scalar.text())));
    }

    @Override
    public boolean allows(Object value) {
      return values.containsValue(value);
    }

    @Override
    public String advice(Scalar scalar) {
      return NearestMatch.of(scalar.text(), values.keySet())
          .map(match -> SettingHints.didYouMean(List.of(match)))
          .orElseGet(() -> FieldTerms.ofValue("environment", scalar.text()));
    }
  }

  /** A list of single values or of components. */
  record ListOf(SettingType element) implements SettingType {

    @Override
    public String allowed() {
      return element instanceof Extension extension
          ? "a list of components: " + ComponentRegistry.displayName(extension.extensionPoint())
          : "a list, each " + element.allowed();
    }

    @Override
    public boolean allows(Object value) {
      return ((List<?>) value).stream().allMatch(element::allows);
    }

    @Override
    public String advice(Scalar scalar) {
      return "; write [" + scalar.text() + "]";
    }
  }

  /** Text by name, such as tags. */
  record Labels() implements SettingType {
    @Override
    public String allowed() {
      return "a map of name: text";
    }
  }

  /** Settings of any experiment. */
  record Free() implements SettingType {
    @Override
    public String allowed() {
      return "a map of settings";
    }
  }

  /** Settings of any experiment, by a name of the user's. */
  record Named() implements SettingType {
    @Override
    public String allowed() {
      return "a map of name: {setting: value}";
    }
  }

  /** A nested record of settings. */
  record Group(Class<? extends Record> type) implements SettingType {
    @Override
    public String allowed() {
      return "a map of settings";
    }
  }

  /** A component of an extension point. */
  record Extension(Class<?> extensionPoint) implements SettingType {
    @Override
    public String allowed() {
      return "component: " + ComponentRegistry.displayName(extensionPoint);
    }
  }

  /** The name of a constant in files, in lower case with hyphens. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name that a constant had in files before, if it had another one. */
  static Optional<String> formerName(Enum<?> constant) {
    try {
      FormerName former =
          constant.getDeclaringClass().getField(constant.name()).getAnnotation(FormerName.class);
      return Optional.ofNullable(former).map(FormerName::value);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("no constant " + constant, e);
    }
  }

  /**
   * The type of a record component.
   *
   * @throws IllegalArgumentException if the type is not supported
   */
  static SettingType of(Type type, Setting setting) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        SettingType element = of(arguments[0], setting);
        if (!(element instanceof Group || element instanceof Labels || element instanceof ListOf)) {
          return new ListOf(element);
        }
      } else if (generic.getRawType() == Component.class
          && arguments[0] instanceof Class<?> extensionPoint) {
        return new Extension(extensionPoint);
      } else if (generic.getRawType() == Map.class
          && Arrays.equals(arguments, new Type[] {String.class, String.class})) {
        return new Labels();
      } else if (generic.getRawType() == Map.class
          && Arrays.equals(arguments, new Type[] {String.class, Settings.class})) {
        return new Named();
      }
    } else if (type instanceof Class<?> plain) {
      Class<?> javaType = MethodType.methodType(plain).wrap().returnType();
      if (NUMBERS.contains(javaType)) {
        return new NumberOf(javaType, setting);
      } else if (javaType == Boolean.class) {
        return new Flag();
      } else if (plain == String.class) {
        return setting.oneOf().length == 0 ? new Text() : choice(setting.oneOf());
      } else if (plain == Settings.class) {
        return new Free();
      } else if (plain.isEnum()) {
        return choice(plain.getEnumConstants());
      } else if (plain.isRecord()) {
        return new Group(plain.asSubclass(Record.class));
      }
    }
    throw new IllegalArgumentException(
        "a configuration record cannot hold "
            + type.getTypeName()
            + "; it can hold whole numbers, numbers, booleans, text, enums, lists of these,"
            + " Map<String, String>, Component<ExtensionPoint>, lists of them, Settings,"
            + " Map<String, Settings> and records");
  }

  private static Choice choice(Object[] constants) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Object> former = new LinkedHashMap<>();
    for (Object constant : constants) {
      if (constant instanceof Enum<?> one) {
        values.put(name(one), one);
        formerName(one).ifPresent(name -> former.put(name, one));
      } else {
        values.put((String) constant, constant);
      }
    }
    return new Choice(values, former);
  }
}
