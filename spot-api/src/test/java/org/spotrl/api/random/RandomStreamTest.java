package org.spotrl.api.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  private static final RandomStream POLICY = RandomStream.of(0, "policy");

  // The golden numbers come from a second implementation in Python. A change of any of them would
  // break every saved run.

  @Test
  void keysNeverChange() {
    assertThat(POLICY.key()).isEqualTo(0x28A4C55A551D738CL);
    assertThat(RandomStream.of(42, "batch").key()).isEqualTo(0x38C78111C21154EFL);
    assertThat(RandomStream.of(-1, "").key()).isEqualTo(0x445018E305810B78L);
    assertThat(POLICY.child("actor").key()).isEqualTo(0x9B0CDBA9BD710A37L);
  }

  @Test
  void bitsNeverChange() {
    RandomSequence first = POLICY.at(0);
    assertThat(first.nextLong()).isEqualTo(0x63CD891969101296L);
    assertThat(first.nextLong()).isEqualTo(0x3001FE54A051434FL);
    assertThat(first.nextLong()).isEqualTo(0x6B9045A350139509L);
    RandomSequence second = POLICY.at(1);
    assertThat(second.nextLong()).isEqualTo(0x2C8DE96B2989E311L);
    assertThat(second.nextLong()).isEqualTo(0xDC6E99CA1E046CE5L);
    assertThat(POLICY.at(-1).nextLong()).isEqualTo(0x247988C193C10128L);
  }

  @Test
  void numbersNeverChange() {
    RandomSequence doubles = POLICY.at(7);
    assertThat(doubles.nextDouble()).isEqualTo(0.5683000430894161);
    assertThat(doubles.nextDouble()).isEqualTo(0.08192144746478258);
    assertThat(doubles.nextDouble()).isEqualTo(0.46257518371763784);

    RandomSequence ints = POLICY.at(7);
    int[] drawn = new int[8];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = ints.nextInt(10);
    }
    assertThat(drawn).containsExactly(5, 0, 4, 4, 2, 1, 0, 2);

    RandomSequence gaussians = POLICY.at(7);
    // Python's log and cos may differ from StrictMath's in the last place.
    assertThat(gaussians.nextGaussian()).isEqualTo(1.1282185652827905, within(4e-16));
    assertThat(gaussians.nextGaussian()).isEqualTo(-0.9133316742733596, within(4e-16));
    assertThat(gaussians.nextGaussian()).isEqualTo(0.4712373168181555, within(4e-16));
  }

  @Test
  void aCounterGivesTheSameNumbersAfterAnyDraws() {
    RandomStream stream = RandomStream.of(3, "exploration");
    long expected = stream.at(5).nextLong();
    RandomSequence other = stream.at(4);
    for (int i = 0; i < 100; i++) {
      other.nextGaussian();
    }

    assertThat(stream.at(5).nextLong()).isEqualTo(expected);
    assertThat(RandomStream.of(3, "exploration").at(5).nextLong()).isEqualTo(expected);
  }

  @Test
  void seedsNamesAndPathsGiveDifferentStreams() {
    Set<Long> keys = new HashSet<>();
    int made = 0;
    for (long seed = -50; seed < 50; seed++) {
      for (String name : new String[] {"", "a", "b", "ab", "ba", "aa", "a\0", "actor", "critic"}) {
        RandomStream stream = RandomStream.of(seed, name);
        keys.add(stream.key());
        keys.add(stream.child("b").key());
        made += 2;
      }
    }

    assertThat(keys).hasSize(made);
  }

  @Test
  void neighbouringCountersAreUncorrelated() {
    int n = 100_000;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (POLICY.at(i).nextDouble() - 0.5) * (POLICY.at(i + 1).nextDouble() - 0.5);
    }
    double correlation = sum / n * 12;

    // Standard error 1 / sqrt(n) = 0.0032; four of them.
    assertThat(correlation).isEqualTo(0, within(0.0127));
  }

  @Test
  void firstDrawsOfCountersAreUniform() {
    int[] counts = new int[100];
    for (int i = 0; i < 100_000; i++) {
      counts[(int) (POLICY.at(i).nextDouble() * 100)]++;
    }
    // 99 degrees of freedom: 0.1 % of uniform generators exceed 148.2, 0.1 % stay below 61.1.
    assertThat(chiSquare(counts, 1000)).isBetween(61.1, 148.2);
  }

  @Test
  void wholeNumbersOfOneCounterAreUniform() {
    RandomSequence random = POLICY.at(0);
    int[] counts = new int[100];
    for (int i = 0; i < 100_000; i++) {
      counts[random.nextInt(100)]++;
    }
    assertThat(chiSquare(counts, 1000)).isBetween(61.1, 148.2);
  }

  private static double chiSquare(int[] counts, double expected) {
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  @Test
  void gaussiansHaveTheMomentsOfTheStandardNormal() {
    RandomSequence random = POLICY.at(1);
    int n = 200_000;
    double[] moments = new double[5];
    for (int i = 0; i < n; i++) {
      double x = random.nextGaussian();
      for (int k = 1; k <= 4; k++) {
        moments[k] += Math.pow(x, k) / n;
      }
    }
    // Variances of x, x^2, x^3, x^4 are 1, 2, 15, 96; four standard errors each.
    double root = Math.sqrt(n);
    assertThat(moments[1]).isEqualTo(0, within(4 * 1 / root));
    assertThat(moments[2]).isEqualTo(1, within(4 * Math.sqrt(2) / root));
    assertThat(moments[3]).isEqualTo(0, within(4 * Math.sqrt(15) / root));
    assertThat(moments[4]).isEqualTo(3, within(4 * Math.sqrt(96) / root));
  }

  @Test
  void uniformNumbersStayBelowTheirUpperBound() {
    // Only four doubles lie in [1, 1 + 4 ulp): most sums round, some to the bound itself.
    double high = 1 + 4 * Math.ulp(1.0);
    RandomSequence random = POLICY.at(2);
    for (int i = 0; i < 1000; i++) {
      assertThat(random.nextUniform(1, high)).isGreaterThanOrEqualTo(1).isLessThan(high);
    }
    assertThat(POLICY.at(2).nextUniform(5, 5)).isEqualTo(5);
    // Half of 0.5683000430894161 further than -1.
    assertThat(POLICY.at(7).nextUniform(-1, -0.5)).isEqualTo(-0.715849978455292, within(1e-15));
  }

  @Test
  void aBoundThatIsNotPositiveIsRefused() {
    assertThatThrownBy(() -> POLICY.at(0).nextInt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bound must be positive, not 0");
    assertThat(POLICY.at(0).nextInt(1)).isZero();
    assertThat(POLICY.at(0).nextInt(Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
  }
}
