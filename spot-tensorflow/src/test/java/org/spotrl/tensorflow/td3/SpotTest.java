package org.spotrl.tensorflow.td3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.tensorflow.testing.MadeData;

class SpotTest {
  @Test
  void trains() {
    LearningTask task = new LearningTask(MadeData.transitions(1000, 5, 3), 1, 0, 1);
    try (Learner learner = new Td3(Td3Config.DEFAULTS).create(task)) {
      System.err.println(learner.phases().get(0).train(10));
      System.err.println(learner.phases().get(1).train(10));
      assertThat(learner.phases().get(1).completed()).isEqualTo(10);
      System.err.println(learner.policy().act(new double[5])[0]);
      System.err.println(
          learner.behaviorDensity().orElseThrow().logDensity(new float[5], new float[3])[0]);
    }
  }
}
