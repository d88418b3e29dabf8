package org.spotrl.api.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ComponentTest {

  record Half(double of) {}

  record Other(double of) {}

  private static final ComponentType<Half, DoubleSupplier> HALF =
      new ComponentType<>(
          DoubleSupplier.class, "half", "Half of a number.", new Half(8), c -> () -> c.of() / 2);

  @Test
  void createsItsObjectFromItsConfiguration() {
    assertThat(HALF.with(new Half(3)).create().getAsDouble()).isEqualTo(1.5);
    assertThat(HALF.withDefaults().create().getAsDouble()).isEqualTo(4);
  }

  @Test
  void aConfigurationOfAnotherClassIsRefused() {
    assertThatThrownBy(() -> new Component<>(HALF, new Other(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "component 'half' takes a configuration of %s, not of %s",
            Half.class.getName(), Other.class.getName());
  }
}
