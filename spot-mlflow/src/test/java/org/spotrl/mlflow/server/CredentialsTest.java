package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;

class CredentialsTest {

  @TempDir private Path home;

  @Test
  void userAndPasswordOfTheEnvironmentWin() {
    Credentials credentials =
        Credentials.of(
            Map.of(
                "MLFLOW_TRACKING_USERNAME", "ada",
                "MLFLOW_TRACKING_PASSWORD", "p:w",
                "MLFLOW_TRACKING_TOKEN", "t0ken"),
            "other:secret");

    // echo -n ada:p:w | base64
    assertThat(credentials.authorization()).contains("Basic YWRhOnA6dw==");
    assertThat(credentials)
        .hasToString("the credentials of MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD");
  }

  @Test
  void credentialsInTheAddressWinOverAToken() {
    Credentials credentials = Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken"), "ada:p:w");

    assertThat(credentials.authorization()).contains("Basic YWRhOnA6dw==");
    assertThat(credentials.token()).isEmpty();
  }

  @Test
  void aTokenAloneIsSentAsBearer() {
    Credentials credentials = Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken"), "");

    assertThat(credentials.authorization()).contains("Bearer t0ken");
    assertThat(credentials).hasToString("the credentials of MLFLOW_TRACKING_TOKEN");
  }

  @Test
  void theCredentialsFileIsReadAsInMlflowsPythonClient() throws IOException {
    Path file =
        credentialsFile(
            """
            # comment
            [other]
            mlflow_tracking_username = eve
            [mlflow]
            MLFLOW_tracking_username : ada
            mlflow_tracking_password = p%%w = "1"
            something else
            """);

    Credentials credentials = Credentials.of(Map.of("HOME", home.toString()), "");

    assertThat(credentials.user()).isEqualTo("ada");
    assertThat(credentials.password()).isEqualTo("p%w = \"1\"");
    assertThat(credentials).hasToString("the credentials of " + file);
  }

  @Test
  void environmentAndAddressWinOverTheFileWhichWinsOverAToken() throws IOException {
    credentialsFile("[mlflow]\nmlflow_tracking_username=ada\nmlflow_tracking_password=pw\n");
    Map<String, String> file = Map.of("HOME", home.toString(), "MLFLOW_TRACKING_TOKEN", "t0ken");
    Map<String, String> environment = new HashMap<>(file);
    environment.put("MLFLOW_TRACKING_USERNAME", "bob");

    assertThat(Credentials.of(file, "").user()).isEqualTo("ada");
    assertThat(Credentials.of(file, "").token()).isEmpty();
    assertThat(Credentials.of(file, "eve:x").user()).isEqualTo("eve");
    // As in Python, user and password are looked up separately.
    assertThat(Credentials.of(environment, "").user()).isEqualTo("bob");
    assertThat(Credentials.of(environment, "").password()).isEqualTo("pw");
  }

  @Test
  void aFileWithoutTheMlflowSectionIsIgnoredAndAnIncompleteOneRefused() throws IOException {
    credentialsFile("[other]\nmlflow_tracking_username=ada\n");
    assertThat(Credentials.of(Map.of("HOME", home.toString()), "").areGiven()).isFalse();

    Path file = credentialsFile("[mlflow]\nmlflow_tracking_username=ada\n");
    assertThatThrownBy(() -> Credentials.of(Map.of("HOME", home.toString()), ""))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(file + " has mlflow_tracking_username, but no mlflow_tracking_password.");

    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> Credentials.of(Map.of("HOME", home.toString()), ""))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("MLflow's credentials file " + file + " cannot be read");
  }

  private Path credentialsFile(String content) throws IOException {
    Path folder = Files.createDirectories(home.resolve(".mlflow"));
    return Files.writeString(folder.resolve("credentials"), content);
  }

  @Test
  void noCredentialsMeanNoHeader() {
    assertThat(Credentials.of(Map.of(), "").authorization()).isEmpty();
  }

  @Test
  void aUserWithoutPasswordIsRefused() {
    assertThatThrownBy(() -> Credentials.of(Map.of("MLFLOW_TRACKING_USERNAME", "ada"), ""))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "MLFLOW_TRACKING_USERNAME is set, but MLFLOW_TRACKING_PASSWORD is not: set both or"
                + " neither.");
  }

  @Test
  void aLineEndInATokenIsRefusedWithoutShowingTheToken() {
    assertThatThrownBy(() -> Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken\n"), ""))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("MLFLOW_TRACKING_TOKEN")
        .hasMessageNotContaining("t0ken");
  }

  @Test
  void userAndPasswordAreRemovedFromTheAddress() {
    ServerAddress address = ServerAddress.of("https://ada:p%40%2B+w@mlflow.example.org:8443/x/");

    assertThat(address.base()).isEqualTo("https://mlflow.example.org:8443/x");
    assertThat(address.userInfo()).isEqualTo("ada:p@++w");
    assertThat(address).hasToString(address.base());
    assertThat(ServerAddress.of(" HTTP://u:pw@127.0.0.1:5000/ ").base())
        .isEqualTo("http://127.0.0.1:5000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mlruns",
        "databricks",
        "sqlite:///mlflow.db",
        "file:///srv/mlruns",
        "http://",
        "https://ada:se cret@host",
        "ftp://ada:secret@host",
        "http://ada:secret@my_host:5000",
        "http://ada:secret@host?x=1",
        "http://ada:sec@ret@host/ x"
      })
  void invalidAddressesAreRefusedWithoutShowingThePassword(String text) {
    assertThatThrownBy(() -> ServerAddress.of(text))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("is not the address of an MLflow server")
        .hasMessageNotContaining("cret")
        .hasMessageNotContaining("ada");
  }

  @Test
  void secretsAreRemovedFromTextsInAllEncodings() {
    Redactor redactor = Redactor.of("ada", List.of("p&w \"1\"", "t0ken"));

    assertThat(
            redactor.clean(
                "t0ken p&w \"1\" p%26w+%221%22 p%26w%20%221%22 p&amp;w &quot;1&quot;"
                    + " {\"p\": \"p&w \\\"1\\\"\"} YWRhOnAmdyAiMSI="))
        .isEqualTo("*** *** *** *** *** {\"p\": \"***\"} ***");
  }

  @Test
  void unknownSecretsAreRemovedToo() {
    Redactor redactor = Redactor.of("", List.of());

    assertThat(redactor.clean("Authorization: Basic YWRhOnB3MTIz, bearer abc.def-123 tokens"))
        .isEqualTo("Authorization: Basic ***, bearer *** tokens");
    assertThat(redactor.clean("proxy http://bob:hunter2@proxy:3128 failed"))
        .isEqualTo("proxy http://***@proxy:3128 failed");
    assertThat(redactor.clean("the basic idea of a bearer"))
        .isEqualTo("the basic idea of a bearer");
  }
}
