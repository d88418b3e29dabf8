package org.spotrl.studies.report.figure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A colour with a variant for dark pages.
 *
 * @param name name of its CSS variable
 * @param light on white, as {@code 0xRRGGBB}; also the colour in PNGs
 * @param dark on a dark page
 */
public record Ink(String name, int light, int dark) {

  static final Ink PAPER = new Ink("paper", 0xffffff, 0x15191d);
  static final Ink TEXT = new Ink("ink", 0x1b2228, 0xe6eaed);
  static final Ink MUTED = new Ink("muted", 0x5b6770, 0x9ba7b0);
  static final Ink GRID = new Ink("grid", 0xe3e7ea, 0x2d353b);
  static final Ink AXIS = new Ink("axis", 0xaab3ba, 0x58646d);

  /**
   * Okabe and Ito's palette without its yellow, which is too pale on white; the dark variants are
   * lighter.
   */
  private static final List<Ink> SERIES =
      List.of(
          new Ink("s0", 0x0072b2, 0x56b4e9),
          new Ink("s1", 0xd55e00, 0xff8c42),
          new Ink("s2", 0x009e73, 0x2fcf9f),
          new Ink("s3", 0xcc79a7, 0xe6a3c8),
          new Ink("s4", 0xe69f00, 0xf3c44f),
          new Ink("s5", 0x4b5a66, 0xc3ccd3),
          new Ink("s6", 0x56b4e9, 0xa9ddff));

  /** Number of colours of series. */
  static final int COLORS = SERIES.size();

  /** The colour of a series; the colours repeat after {@link #COLORS}. */
  static Ink series(int index) {
    return SERIES.get(index % COLORS);
  }

  /** The declarations of all CSS variables, for light or for dark pages. */
  public static String css(boolean dark) {
    return Stream.concat(Stream.of(PAPER, TEXT, MUTED, GRID, AXIS), SERIES.stream())
        .map(
            ink ->
                String.format(Locale.ROOT, "--%s:#%06x", ink.name, dark ? ink.dark() : ink.light()))
        .collect(Collectors.joining(";"));
  }
}
