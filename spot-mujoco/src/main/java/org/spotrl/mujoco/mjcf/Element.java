package org.spotrl.mujoco.mjcf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A mutable XML element. Attribute values are constants of this code, so they need no escaping. */
public final class Element {

  private final String tag;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Element> children = new ArrayList<>();

  private Element(String tag) {
    this.tag = tag;
  }

  /** An element without attributes and children. */
  public static Element of(String tag) {
    return new Element(tag);
  }

  /** A copy of the attributes, without children. */
  Element copyAttributes() {
    Element copy = new Element(tag);
    copy.attributes.putAll(attributes);
    return copy;
  }

  /** Sets an attribute to a word. */
  public Element set(String attribute, String word) {
    attributes.put(attribute, word);
    return this;
  }

  /** Sets an attribute to numbers, printed so that parsing gives the same bits. */
  public Element set(String attribute, double... numbers) {
    StringBuilder text = new StringBuilder();
    for (double number : numbers) {
      text.append(text.isEmpty() ? "" : " ").append(number);
    }
    return set(attribute, text.toString());
  }

  /** Sets an attribute to a whole number. */
  public Element set(String attribute, int number) {
    return set(attribute, Integer.toString(number));
  }

  /** An attribute that is one number and has been set. */
  double number(String attribute) {
    return Double.parseDouble(Objects.requireNonNull(attributes.get(attribute)));
  }

  /** Appends children. */
  public Element add(Element... more) {
    children.addAll(List.of(more));
    return this;
  }

  /** Appends children. */
  public Element add(List<Element> more) {
    children.addAll(more);
    return this;
  }

  /** The element and its children as XML text. */
  public String xml() {
    StringBuilder text = new StringBuilder();
    write(text, "");
    return text.toString();
  }

  private void write(StringBuilder text, String indent) {
    text.append(indent).append('<').append(tag);
    attributes.forEach(
        (name, value) -> text.append(' ').append(name).append("=\"").append(value).append('"'));
    if (children.isEmpty()) {
      text.append("/>\n");
      return;
    }
    text.append(">\n");
    for (Element child : children) {
      child.write(text, indent + "  ");
    }
    text.append(indent).append("</").append(tag).append(">\n");
  }
}
