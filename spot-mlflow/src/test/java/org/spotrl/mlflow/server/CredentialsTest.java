package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;

class CredentialsTest {

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
    assertThat(credentials).hasToString("user ada");
  }

  @Test
  void thoseOfTheAddressWinOverAToken() {
    Credentials credentials = Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken"), "ada:p:w");

    assertThat(credentials.authorization()).contains("Basic YWRhOnA6dw==");
    assertThat(credentials.token()).isEmpty();
  }

  @Test
  void aTokenAloneIsABearers() {
    Credentials credentials = Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken"), "");

    assertThat(credentials.authorization()).contains("Bearer t0ken");
    assertThat(credentials).hasToString("a token");
  }

  @Test
  void withoutAnyNothingIsSent() {
    assertThat(Credentials.of(Map.of(), "").authorization()).isEmpty();
  }

  @Test
  void aUserWithoutAPasswordIsRefused() {
    assertThatThrownBy(() -> Credentials.of(Map.of("MLFLOW_TRACKING_USERNAME", "ada"), ""))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "MLFLOW_TRACKING_USERNAME is set, but MLFLOW_TRACKING_PASSWORD is not: set both, or"
                + " none of them.");
  }

  @Test
  void aLineEndInATokenIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "t0ken\n"), ""))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("MLFLOW_TRACKING_TOKEN")
        .hasMessageNotContaining("t0ken");
  }

  @Test
  void userAndPasswordLeaveTheAddress() {
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
  void anythingElseIsRefusedWithoutItsPassword(String text) {
    assertThatThrownBy(() -> ServerAddress.of(text))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("is not the address of an MLflow server")
        .hasMessageNotContaining("cret")
        .hasMessageNotContaining("ada");
  }

  @Test
  void aSecretIsTakenOutOfTextsInAllItsForms() {
    Redactor redactor = Redactor.of("ada", List.of("p&w \"1\"", "t0ken"));

    assertThat(
            redactor.clean(
                "t0ken p&w \"1\" p%26w+%221%22 p%26w%20%221%22 p&amp;w &quot;1&quot;"
                    + " {\"p\": \"p&w \\\"1\\\"\"} YWRhOnAmdyAiMSI="))
        .isEqualTo("*** *** *** *** *** {\"p\": \"***\"} ***");
  }

  @Test
  void secretsOfOthersAreTakenOutAsWell() {
    Redactor redactor = Redactor.of("", List.of());

    assertThat(redactor.clean("Authorization: Basic YWRhOnB3MTIz, bearer abc.def-123 tokens"))
        .isEqualTo("Authorization: Basic ***, bearer *** tokens");
    assertThat(redactor.clean("proxy http://bob:hunter2@proxy:3128 failed"))
        .isEqualTo("proxy http://***@proxy:3128 failed");
    assertThat(redactor.clean("the basic idea of a bearer"))
        .isEqualTo("the basic idea of a bearer");
  }
}
