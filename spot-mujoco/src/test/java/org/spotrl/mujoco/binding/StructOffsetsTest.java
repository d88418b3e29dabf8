package org.spotrl.mujoco.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructOffsetsTest {

  /** From offsetof, compiled against the headers of each version. */
  @ParameterizedTest
  @CsvSource({
    "222, 232, 1096, 40336, 40376, 40384, 40408",
    "237, 264, 1136, 40392, 40432, 40440, 40472",
    "316, 320, 1312, 161616, 161656, 161664, 161696",
    "327, 336, 1336, 161616, 161656, 161664, 161696",
    "337, 352, 1344, 161616, 161656, 161664, 161696",
    "340, 352, 1352, 161632, 161672, 161680, 161712"
  })
  void aKnownVersionHasItsOwnRow(
      int code, int timestep, int qpos0, int time, int qpos, int qvel, int ctrl) throws Exception {
    StructOffsets row = StructOffsets.of(MujocoVersion.ofCode(code));

    assertThat(row.timestep()).isEqualTo(timestep);
    assertThat(row.qpos0()).isEqualTo(qpos0);
    assertThat(row.time()).isEqualTo(time);
    assertThat(row.qpos()).isEqualTo(qpos);
    assertThat(row.qvel()).isEqualTo(qvel);
    assertThat(row.ctrl()).isEqualTo(ctrl);
  }

  @ParameterizedTest
  @ValueSource(ints = {3005000, 3012000, 4000000})
  void versionsThatAddUpMarginsAreRefusedByName(int code) {
    assertThatThrownBy(() -> StructOffsets.of(MujocoVersion.ofCode(code)))
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessageContaining("it is MuJoCo " + MujocoVersion.ofCode(code) + ", but ")
        .hasMessageContaining("adds contact margins")
        .hasMessageContaining("use a version from 2.2.2 to 3.4.0");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 210, 221, 238, 339})
  void otherVersionsOutsideTheTableAreRefusedByName(int code) {
    assertThatThrownBy(() -> StructOffsets.of(MujocoVersion.ofCode(code)))
        .isInstanceOf(UnusableLibraryException.class)
        .hasMessageContaining("it is MuJoCo " + MujocoVersion.ofCode(code) + ", but ")
        .hasMessageContaining("layout of its structures is not known");
  }

  @Test
  void theEndsOfTheSupportedRangeHaveRows() throws Exception {
    assertThat(StructOffsets.of(MujocoVersion.OLDEST).version()).isEqualTo(MujocoVersion.OLDEST);
    assertThat(StructOffsets.of(MujocoVersion.NEWEST).version()).isEqualTo(MujocoVersion.NEWEST);
  }
}
