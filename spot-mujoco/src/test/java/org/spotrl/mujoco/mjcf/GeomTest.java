package org.spotrl.mujoco.mjcf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeomTest {

  @Test
  void aCapsuleWithExactInertiaIsOneShape() {
    assertThat(xml(Geom.capsule("leg", 0.5, 2).friction(0.25), CapsuleInertia.EXACT))
        .isEqualTo(
            """
            <geom name="leg" type="capsule" size="0.5 2.0" friction="0.25"/>
            """);
  }

  @Test
  void aCapsuleWithTheInertiaOfACylinderIsAMasslessCapsuleAndACylinderThatDoesNotCollide() {
    assertThat(xml(Geom.capsule("leg", 0.5, 2).at(Vec3.X), CapsuleInertia.CYLINDER))
        .isEqualTo(
            """
            <geom name="leg" type="capsule" size="0.5 2.0" pos="1.0 0.0 0.0" mass="0"/>
            <geom name="leg_inertia" type="cylinder" size="0.5 2.25" pos="1.0 0.0 0.0" contype="0" conaffinity="0"/>
            """);
  }

  /** From (0, 0, 0) to (3, 4, 0) are 5 m; half a radius of 5 m more on both ends is (1.5, 2, 0). */
  @Test
  void aCapsuleBetweenTwoPointsIsExtendedAtBothEnds() {
    assertThat(xml(Geom.capsule("leg", 5, Vec3.ZERO, new Vec3(3, 4, 0)), CapsuleInertia.CYLINDER))
        .contains("type=\"capsule\" size=\"5.0\" fromto=\"0.0 0.0 0.0 3.0 4.0 0.0\" mass=\"0\"")
        .contains("type=\"cylinder\" size=\"5.0\" fromto=\"-1.5 -2.0 0.0 4.5 6.0 0.0\"");
  }

  @Test
  void otherShapesHaveOneInertia() {
    Geom ball = Geom.sphere("ball", 0.5);

    assertThat(xml(ball, CapsuleInertia.CYLINDER)).isEqualTo(xml(ball, CapsuleInertia.EXACT));
  }

  private static String xml(Geom geom, CapsuleInertia inertia) {
    List<Element> elements = geom.elements(inertia);
    return elements.stream().map(Element::xml).collect(Collectors.joining());
  }
}
