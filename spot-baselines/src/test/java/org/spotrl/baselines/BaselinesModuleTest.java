package org.spotrl.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.TensorflowModule;

class BaselinesModuleTest {

  @Test
  void addsItsComponentTypesUnderNamesThatAreUniqueInTheirExtensionPoint() {
    Set<ComponentType<?, ?>> types =
        Guice.createInjector(new TensorflowModule(), new BaselinesModule())
            .getInstance(Key.get(new TypeLiteral<Set<ComponentType<?, ?>>>() {}));

    assertThat(
            types.stream().map(type -> type.extensionPoint().getSimpleName() + " " + type.name()))
        .doesNotHaveDuplicates()
        .contains(
            "Algorithm behavior-cloning",
            "Regularizer behavior-cloning",
            "Density gaussian",
            "Density gaussian-mixture",
            "Density flow");
  }
}
