package org.spotrl.mlflow.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.Examples;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.server.MlflowTrackingServer;
import org.spotrl.mlflow.server.ServerRuns;
import org.spotrl.mlflow.server.TrackingServer;
import org.spotrl.mlflow.ui.RealMlflow;

/** A real MLflow with users ({@code basic-auth}) and a self-signed certificate. */
@Timeout(300)
class SecuredServerContractTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final SyncTiming PATIENT = new SyncTiming(SHORT, SHORT, SHORT, LONG, LONG, LONG);
  private static final String CERTIFICATE = "MLFLOW_TRACKING_SERVER_CERT_PATH";

  private final String study = "study " + UUID.randomUUID();
  private final String model = "policy-" + UUID.randomUUID();
  private final ConcurrentLinkedQueue<String> notices = new ConcurrentLinkedQueue<>();
  private final List<SyncReport> reports = new ArrayList<>();
  private final List<TrackingServer> servers = new ArrayList<>();

  @TempDir private Path temp;
  private Path root;

  @BeforeEach
  void place() {
    root = temp.resolve("mlruns");
  }

  @AfterEach
  void close() {
    servers.forEach(TrackingServer::close);
    List.of("", "Password", "Type")
        .forEach(property -> System.clearProperty("javax.net.ssl.trustStore" + property));
  }

  @ParameterizedTest
  @EnumSource(names = {"SECURED", "SECURED_2"})
  void aRunIsTrackedReadPulledAndResumedCompletely(RealMlflow mlflow) throws Exception {
    Map<String, String> ada = user(mlflow, "ada");
    TrackedRun run = tracker(mlflow, ada).start(description());
    fill(run);
    run.finish(RunStatus.KILLED);

    assertThat(reports).singleElement().matches(SyncReport::isComplete);
    TrackingServer server = server(mlflow, ada);
    RecordedRun recorded = new FolderRuns(root).runs().get(0);
    assertThat(Content.onServer(server, recorded, temp)).isEqualTo(content(mlflow, recorded));
    assertThat(push(mlflow, ada).unchanged()).isEqualTo(1);
    try (ServerRuns runs = new ServerRuns(server(mlflow, ada))) {
      assertThat(runs.runs(study)).extracting(RunView::folderId).containsExactly(run.id());
    }

    Path pulled = temp.resolve("elsewhere/mlruns");
    new RunPull(server, (what, done, total, figures) -> {}).pull(run.id(), pulled);
    assertThat(Content.inFolder(new FolderRuns(pulled).runs().get(0)))
        .isEqualTo(Content.inFolder(recorded).withoutModels());
    root = pulled;
    TrackedRun resumed = tracker(mlflow, ada).resume(run.id(), System.currentTimeMillis());
    resumed.metrics(1000, Map.of("train/loss", 0.001));
    resumed.finish(RunStatus.FINISHED);

    assertThat(reports).hasSize(2).allMatch(SyncReport::isComplete);
    RecordedRun further = new FolderRuns(pulled).runs().get(0);
    assertThat(Content.onServer(server, further, temp).withoutModels())
        .isEqualTo(Content.inFolder(further));
  }

  @ParameterizedTest
  @EnumSource(names = {"SECURED", "SECURED_2"})
  void aWrongPasswordDoesNotStopARunWhichCanBePushedLater(RealMlflow mlflow) throws Exception {
    Map<String, String> ada = user(mlflow, "ada");
    Map<String, String> mistaken = new HashMap<>(ada);
    mistaken.put("MLFLOW_TRACKING_PASSWORD", "a-wrong-password");

    TrackedRun run = tracker(mlflow, mistaken).start(description());
    fill(run);
    run.finish(RunStatus.FINISHED);

    assertThat(notices)
        .anySatisfy(
            notice ->
                assertThat(notice)
                    .contains("answered 401")
                    .contains(
                        "The server did not accept the credentials of MLFLOW_TRACKING_USERNAME and"
                            + " MLFLOW_TRACKING_PASSWORD. Correct them.")
                    .contains("the run continues in " + run.location()))
        .noneMatch(notice -> notice.contains("a-wrong-password"));
    assertThat(reports).singleElement().matches(report -> report.page().isEmpty());
    assertThat(push(mlflow, mistaken).faults().values())
        .singleElement()
        .asString()
        .contains("Correct them");

    assertThat(push(mlflow, ada).faults()).isEmpty();
    RecordedRun recorded = new FolderRuns(root).runs().get(0);
    assertThat(Content.onServer(server(mlflow, ada), recorded, temp))
        .isEqualTo(content(mlflow, recorded));
  }

  @ParameterizedTest
  @EnumSource(names = {"SECURED", "SECURED_2"})
  void recordingNeedsEditPermissionAndReadingReadPermission(RealMlflow mlflow) throws Exception {
    Map<String, String> ada = user(mlflow, "ada");
    Map<String, String> bob = user(mlflow, "bob");
    TrackedRun run = new FolderTracker(root).start(description());
    fill(run);
    run.finish(RunStatus.FINISHED);
    push(mlflow, ada);
    String remote = copy(server(mlflow, ada), run.id());
    String experiment = server(mlflow, ada).run(remote).experimentId();
    TrackedRun bobs = new FolderTracker(temp.resolve("bobs")).start(description());
    bobs.metrics(1, Map.of("train/loss", 0.5));
    bobs.finish(RunStatus.FINISHED);

    // Bob first has no permission, then READ; Eve has EDIT.
    assertMayNotRecord(mlflow, bob);
    assertThatThrownBy(() -> pull(mlflow, bob, remote))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("answered 403 to runs/get")
        .hasMessageContaining(
            "does not have permission: reading needs READ permission on the experiment. Ask its"
                + " creator or an administrator of the server for it.");
    // MLflow 3 does not reveal whether a run exists.
    assertThatThrownBy(() -> pull(mlflow, ada, "0".repeat(32)))
        .isInstanceOf(
            mlflow == RealMlflow.SECURED ? SpotRunException.class : SpotInputException.class)
        .hasMessageContaining(
            mlflow == RealMlflow.SECURED
                ? "gives the same answer for a run that does not exist: check the id"
                : "has no run with id 0000");
    grant(mlflow, experiment, bob, "READ");
    assertMayNotRecord(mlflow, bob);
    pull(mlflow, bob, remote);
    assertThat(new FolderRuns(temp.resolve("pulled")).runs()).hasSize(1);
    Map<String, String> eve = user(mlflow, "eve");
    grant(mlflow, experiment, eve, "EDIT");

    assertThat(pushBobs(mlflow, eve).faults()).isEmpty();
    assertThat(copy(server(mlflow, ada), bobs.id())).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SECURED", "SECURED_2"})
  void aRegisteredModelOfAnotherUserIsReportedAndTheRestIsSent(RealMlflow mlflow) throws Exception {
    for (String name : List.of("ada", "bob")) {
      root = temp.resolve(name);
      TrackedRun run =
          new FolderTracker(root).start(Examples.description(study + " of " + name, "r"));
      fill(run);
      run.finish(RunStatus.FINISHED);
      FolderPush.Report report = push(mlflow, user(mlflow, name));

      assertThat(report.added()).isEqualTo(1);
      if (name.equals("bob")) {
        assertThat(report.faults().values())
            .singleElement()
            .asString()
            .contains("registered model " + model)
            .contains("needs EDIT permission on the registered model");
      } else {
        assertThat(report.faults()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SECURED", "SECURED_2"})
  void anUntrustedCertificateDoesNotStopARunAndInsecureModeAcceptsIt(RealMlflow mlflow)
      throws Exception {
    Map<String, String> distrusting = new HashMap<>(user(mlflow, "ada"));
    distrusting.remove(CERTIFICATE);
    TrackedRun run = tracker(mlflow, distrusting).start(description());
    fill(run);
    run.finish(RunStatus.FINISHED);

    assertThat(notices)
        .anySatisfy(
            notice ->
                assertThat(notice)
                    .contains("the certificate of MLflow at " + mlflow.address())
                    .contains("is not trusted")
                    .contains(CERTIFICATE)
                    .contains("MLFLOW_TRACKING_INSECURE_TLS=true"));
    Map<String, String> insecure = new HashMap<>(distrusting);
    insecure.put("MLFLOW_TRACKING_INSECURE_TLS", "true");

    assertThat(push(mlflow, insecure).faults()).isEmpty();
    RecordedRun recorded = new FolderRuns(root).runs().get(0);
    assertThat(Content.onServer(server(mlflow, insecure), recorded, temp))
        .isEqualTo(content(mlflow, recorded));
  }

  /** The environment variables of a new user who trusts the server's certificate. */
  private Map<String, String> user(RealMlflow mlflow, String name) throws Exception {
    String unique = name + "-" + UUID.randomUUID();
    mlflow.administer(
        "2.0/mlflow/users/create",
        "{\"username\": \"%s\", \"password\": \"password-of-%1$s\"}".formatted(unique));
    return Map.of(
        "MLFLOW_TRACKING_USERNAME",
        unique,
        "MLFLOW_TRACKING_PASSWORD",
        "password-of-" + unique,
        CERTIFICATE,
        mlflow.certificate().certificate().toString());
  }

  private static void grant(
      RealMlflow mlflow, String experiment, Map<String, String> user, String permission)
      throws Exception {
    String name = user.get("MLFLOW_TRACKING_USERNAME");
    if (mlflow == RealMlflow.SECURED_2) {
      mlflow.administer(
          "2.0/mlflow/experiments/permissions/create",
          "{\"experiment_id\": \"%s\", \"username\": \"%s\", \"permission\": \"%s\"}"
              .formatted(experiment, name, permission));
    } else {
      mlflow.administer(
          "3.0/mlflow/users/permissions/grant",
          ("{\"resource_type\": \"experiment\", \"resource_id\": \"%s\", \"username\": \"%s\","
                  + " \"permission\": \"%s\"}")
              .formatted(experiment, name, permission));
    }
  }

  private void assertMayNotRecord(RealMlflow mlflow, Map<String, String> user) {
    assertThat(pushBobs(mlflow, user).faults().values())
        .singleElement()
        .asString()
        .contains(
            "The user of the credentials of MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD"
                + " does not have permission: recording needs EDIT permission on the experiment.");
  }

  private FolderPush.Report pushBobs(RealMlflow mlflow, Map<String, String> user) {
    return push(mlflow, user, temp.resolve("bobs"));
  }

  private FolderPush.Report push(RealMlflow mlflow, Map<String, String> user) {
    return push(mlflow, user, root);
  }

  private FolderPush.Report push(RealMlflow mlflow, Map<String, String> user, Path folder) {
    return new FolderPush(server(mlflow, user), (what, done, total, figures) -> {}, note -> {})
        .push(new FolderRuns(folder).runs());
  }

  private void pull(RealMlflow mlflow, Map<String, String> user, String id) {
    new RunPull(server(mlflow, user), (what, done, total, figures) -> {})
        .pull(id, temp.resolve("pulled"));
  }

  private String copy(TrackingServer server, String folderId) {
    String experiment = server.experiment(study, Map.of());
    return server.findRun(experiment, RunView.FOLDER_ID, folderId).orElseThrow().id();
  }

  private static Content content(RealMlflow mlflow, RecordedRun run) throws IOException {
    Content here = Content.inFolder(run);
    return mlflow == RealMlflow.SECURED_2 ? here.withoutModels() : here;
  }

  private TrackingServer server(RealMlflow mlflow, Map<String, String> environment) {
    TrackingServer server =
        MlflowTrackingServer.at(mlflow.address() + "/", environment, warning -> {});
    servers.add(server);
    return server;
  }

  private Tracker tracker(RealMlflow mlflow, Map<String, String> environment) {
    return new ServerTracker(
        new FolderTracker(root),
        () -> MlflowTrackingServer.at(mlflow.address(), environment, warning -> {}),
        notices::add,
        (what, done, total, figures) -> {},
        reports::add,
        PATIENT);
  }

  private RunDescription description() {
    return Examples.description(study, "spot-s0");
  }

  private void fill(TrackedRun run) throws IOException {
    run.dataset(Examples.DATASET, "training");
    run.metrics(900, Map.of("train/loss", 0.25));
    run.text("config/experiment.yaml", "seed: 0\n");
    Path policy = Files.createDirectories(temp.resolve("policy"));
    Files.writeString(policy.resolve("weights.txt"), "1 2 3\n");
    run.artifact("policy", policy);
    run.model(
        new ModelDescription("policy", 900, "", Map.of(), Map.of("train/loss", 0.25), model),
        policy);
  }
}
