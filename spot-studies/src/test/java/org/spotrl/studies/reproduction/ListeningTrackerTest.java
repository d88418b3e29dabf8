package org.spotrl.studies.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.when;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;

class ListeningTrackerTest {

  @Test
  void everyCallIsForwarded() throws Exception {
    for (Method method : TrackedRun.class.getMethods()) {
      TrackedRun recording = mock(TrackedRun.class);

      // Arguments are 0 or null, because nothing reads them.
      Object[] arguments =
          Arrays.stream(method.getParameterTypes())
              .map(type -> type.equals(long.class) ? 0L : null)
              .toArray();
      Tracker tracker = mock(Tracker.class);
      when(tracker.resume("id", 0)).thenReturn(recording);
      TrackedRun run = new ListeningTracker(tracker, (step, values) -> {}).resume("id", 0);
      method.invoke(run, arguments);

      assertThat(mockingDetails(recording).getInvocations())
          .as(method.getName())
          .extracting(call -> call.getMethod().getName())
          .containsExactly(method.getName());
    }
  }

  @Test
  void pointsOfStartedAndResumedRunsReachTheListener() {
    Tracker recording = mock(Tracker.class);
    RunDescription description =
        new RunDescription("study", "name", "", Map.of(), Map.of(), "test");
    when(recording.start(description)).thenReturn(mock(TrackedRun.class));
    when(recording.resume("id", 7)).thenReturn(mock(TrackedRun.class));
    List<String> seen = new ArrayList<>();
    Tracker tracker =
        new ListeningTracker(recording, (step, values) -> seen.add(step + " " + values));

    tracker.start(description).metrics(1, Map.of("a", 0.5));
    tracker.resume("id", 7).metrics(2, Map.of("b", 1.5));

    assertThat(seen).containsExactly("1 {a=0.5}", "2 {b=1.5}");
  }
}
