package org.spotrl.cli.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfig;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.network.Mlp;

/**
 * The matrix products that every implementation of an update needs.
 *
 * @param products the products in the order of an update
 * @param updates the number of updates that need them
 */
record UpdateProducts(List<MatrixProduct> products, int updates) {

  static UpdateProducts of(BenchmarkOptions options, BenchmarkTask task) {
    return switch (task) {
      case SPOT -> td3(options, densityTerm(options));
      case VAE -> new UpdateProducts(vaeTraining(options), 1);
      case TD3BC -> td3(options, List.of());
    };
  }

  /** Several critic updates and one actor update with further products in its loss. */
  private static UpdateProducts td3(BenchmarkOptions options, List<MatrixProduct> penalty) {
    ActorCriticConfig config = ActorCriticConfig.DEFAULTS;
    int b = options.batchSize();
    int s = options.observationDim();
    int a = options.actionDim();
    List<Integer> actor = Mlp.sizes(s, config.actorHidden(), a);
    List<Integer> critic = Mlp.sizes(s + a, config.criticHidden(), 1);
    List<MatrixProduct> criticStep = new ArrayList<>(MatrixProduct.forward(b, actor));
    for (int i = 0; i < 2; i++) {
      criticStep.addAll(MatrixProduct.forward(b, critic));
      criticStep.addAll(MatrixProduct.training(b, critic));
    }
    List<MatrixProduct> all = new ArrayList<>();
    Collections.nCopies(config.policyFrequency(), criticStep).forEach(all::addAll);
    all.addAll(MatrixProduct.training(b, actor));
    all.addAll(MatrixProduct.forward(b, critic));
    all.addAll(MatrixProduct.inputGradients(b, critic, 0));
    all.addAll(penalty);
    return new UpdateProducts(all, config.policyFrequency());
  }

  /** Forward through encoder and decoder, and the gradient of the action. */
  private static List<MatrixProduct> densityTerm(BenchmarkOptions options) {
    int b = options.batchSize();
    List<MatrixProduct> products = new ArrayList<>(vaeForward(options));
    products.addAll(MatrixProduct.inputGradients(b, decoder(options), 0));
    products.addAll(MatrixProduct.inputGradients(b, head(options), 0));
    products.addAll(MatrixProduct.inputGradients(b, head(options), 0));
    products.addAll(MatrixProduct.inputGradients(b, trunk(options), 0));
    return products;
  }

  private static List<MatrixProduct> vaeTraining(BenchmarkOptions options) {
    int b = options.batchSize();
    List<MatrixProduct> products = new ArrayList<>(vaeForward(options));
    products.addAll(MatrixProduct.weightGradients(b, decoder(options)));
    products.addAll(MatrixProduct.inputGradients(b, decoder(options), 0));
    for (int i = 0; i < 2; i++) {
      products.addAll(MatrixProduct.weightGradients(b, head(options)));
      products.addAll(MatrixProduct.inputGradients(b, head(options), 0));
    }
    products.addAll(MatrixProduct.weightGradients(b, trunk(options)));
    products.addAll(MatrixProduct.inputGradients(b, trunk(options), 1));
    return products;
  }

  private static List<MatrixProduct> vaeForward(BenchmarkOptions options) {
    int b = options.batchSize();
    List<MatrixProduct> products = new ArrayList<>(MatrixProduct.forward(b, trunk(options)));
    products.addAll(MatrixProduct.forward(b, head(options)));
    products.addAll(MatrixProduct.forward(b, head(options)));
    products.addAll(MatrixProduct.forward(b, decoder(options)));
    return products;
  }

  private static List<Integer> trunk(BenchmarkOptions options) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(options.observationDim() + options.actionDim());
    sizes.addAll(CvaeConfig.DEFAULTS.hidden());
    return sizes;
  }

  private static List<Integer> head(BenchmarkOptions options) {
    List<Integer> hidden = CvaeConfig.DEFAULTS.hidden();
    return List.of(hidden.get(hidden.size() - 1), 2 * options.actionDim());
  }

  private static List<Integer> decoder(BenchmarkOptions options) {
    int a = options.actionDim();
    return Mlp.sizes(options.observationDim() + 2 * a, CvaeConfig.DEFAULTS.hidden(), a);
  }
}
