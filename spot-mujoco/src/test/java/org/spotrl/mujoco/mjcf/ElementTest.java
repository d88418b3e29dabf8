package org.spotrl.mujoco.mjcf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementTest {

  @Test
  void attributesAndChildrenAreWrittenInOrder() {
    String xml =
        Element.of("body")
            .set("name", "leg")
            .set("pos", 0, -0.5, 1)
            .add(Element.of("geom").set("condim", 3))
            .xml();

    assertThat(xml)
        .isEqualTo(
            """
            <body name="leg" pos="0.0 -0.5 1.0">
              <geom condim="3"/>
            </body>
            """);
  }

  @Test
  void numbersKeepTheirLastBit() {
    double uneven = 0.1 + 0.2;

    assertThat(Element.of("geom").set("size", uneven).xml()).contains("\"0.30000000000000004\"");
  }
}
