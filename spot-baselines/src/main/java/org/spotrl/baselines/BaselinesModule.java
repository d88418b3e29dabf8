package org.spotrl.baselines;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.baselines.awac.Awac;
import org.spotrl.baselines.bcq.Bcq;
import org.spotrl.baselines.bear.Bear;
import org.spotrl.baselines.cloning.BehaviorCloning;
import org.spotrl.baselines.cloning.CloningRegularizer;
import org.spotrl.baselines.cql.Cql;
import org.spotrl.baselines.dt.DecisionTransformer;
import org.spotrl.baselines.flow.FlowDensity;
import org.spotrl.baselines.gaussian.GaussianDensity;
import org.spotrl.baselines.iql.Iql;
import org.spotrl.baselines.mixture.GaussianMixtureDensity;
import org.spotrl.baselines.onestep.Onestep;
import org.spotrl.baselines.plas.Plas;

/** Registers this module's component types. */
public final class BaselinesModule extends AbstractModule {

  @Override
  protected void configure() {
    Multibinder<ComponentType<?, ?>> types =
        Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
    List.of(
            Awac.TYPE,
            Bcq.TYPE,
            Bear.TYPE,
            Cql.TYPE,
            DecisionTransformer.TYPE,
            Iql.TYPE,
            Onestep.TYPE,
            Plas.TYPE,
            BehaviorCloning.TYPE,
            CloningRegularizer.TD3_BC,
            CloningRegularizer.TYPE,
            FlowDensity.TYPE,
            GaussianDensity.TYPE,
            GaussianMixtureDensity.TYPE)
        .forEach(type -> types.addBinding().toInstance(type));
  }
}
