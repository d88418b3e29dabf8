package org.spotrl.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/** Which modules and libraries each module may use. */
@AnalyzeClasses(
    packages = "org.spotrl",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
class ArchitectureTest {

  private static final String CLI = "org.spotrl.cli..";

  private static final DescribedPredicate<JavaClass> GUICE_MODULES =
      describe("are Guice modules", type -> topLevel(type).getSimpleName().endsWith("Module"));

  @ArchTest
  static final ArchRule modulesUseOnlyTheModulesBelowThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.spotrl..")
          .layer("api")
          .definedBy("org.spotrl.api..")
          .layer("policy")
          .definedBy("org.spotrl.policy..")
          .layer("tensorflow")
          .definedBy("org.spotrl.tensorflow..")
          .layer("baselines")
          .definedBy("org.spotrl.baselines..")
          .layer("mujoco")
          .definedBy("org.spotrl.mujoco..")
          .layer("data")
          .definedBy("org.spotrl.data..")
          .layer("mlflow")
          .definedBy("org.spotrl.mlflow..")
          .layer("experiments")
          .definedBy("org.spotrl.experiments..")
          .layer("studies")
          .definedBy("org.spotrl.studies..")
          .layer("cli")
          .definedBy("org.spotrl.cli..")
          .whereLayer("api")
          .mayNotAccessAnyLayer()
          .whereLayer("policy")
          .mayOnlyAccessLayers("api")
          .whereLayer("tensorflow")
          .mayOnlyAccessLayers("api", "policy")
          .whereLayer("baselines")
          .mayOnlyAccessLayers("api", "policy", "tensorflow")
          .whereLayer("mujoco")
          .mayOnlyAccessLayers("api")
          .whereLayer("data")
          .mayOnlyAccessLayers("api")
          .whereLayer("mlflow")
          .mayOnlyAccessLayers("api")
          .whereLayer("experiments")
          .mayOnlyAccessLayers(
              "api", "policy", "tensorflow", "baselines", "mujoco", "data", "mlflow")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          // Also checks that every class belongs to a module.
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule trackingInAFolderAndOnAServerMeetInTheSyncPackageOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.spotrl.mlflow..")
          .layer("reading")
          .definedBy("org.spotrl.mlflow", "org.spotrl.mlflow.format")
          .layer("folder")
          .definedBy("org.spotrl.mlflow.folder")
          .layer("server")
          .definedBy("org.spotrl.mlflow.server")
          .layer("sync")
          .definedBy("org.spotrl.mlflow.sync")
          .layer("ui")
          .definedBy("org.spotrl.mlflow.ui")
          .whereLayer("reading")
          .mayNotAccessAnyLayer()
          .whereLayer("folder")
          .mayOnlyAccessLayers("reading")
          .whereLayer("server")
          .mayOnlyAccessLayers("reading")
          .whereLayer("sync")
          .mayOnlyAccessLayers("reading", "folder", "server")
          .whereLayer("ui")
          .mayOnlyAccessLayers("reading", "folder", "server")
          .ensureAllClassesAreContainedInArchitectureIgnoring(
              resideOutsideOfPackage("org.spotrl.mlflow.."));

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("org.spotrl.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theApiNeedsNothingButJSpecify =
      classes()
          .that()
          .resideInAPackage("org.spotrl.api..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.spotrl.api..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule tensorFlowIsUsedByTheLearnersOnly =
      usedOnlyIn(
          "org.tensorflow..",
          "org.spotrl.tensorflow..",
          "org.spotrl.baselines..",
          "org.spotrl.cli.benchmark..");

  @ArchTest
  static final ArchRule javaCppIsUsedByTheLearnersOnly =
      usedOnlyIn(
          "org.bytedeco..",
          "org.spotrl.tensorflow..",
          "org.spotrl.baselines..",
          "org.spotrl.cli.benchmark..");

  @ArchTest
  static final ArchRule jnaIsUsedForMuJoCoAndForTensorFlowsFirstRunOnly =
      usedOnlyIn("com.sun.jna..", "org.spotrl.mujoco..", "org.spotrl.tensorflow.quiet..");

  @ArchTest
  static final ArchRule jHdfIsUsedForDataSetsOnly = usedOnlyIn("io.jhdf..", "org.spotrl.data..");

  @ArchTest
  static final ArchRule oshiIsUsedForMeasuresAndProvenanceOnly =
      usedOnlyIn(
          "oshi..", "org.spotrl.experiments.measure..", "org.spotrl.experiments.provenance..");

  @ArchTest
  static final ArchRule theMlflowClientIsUsedByItsTrackerOnly =
      usedOnlyIn("org.mlflow..", "org.spotrl.mlflow..");

  @ArchTest
  static final ArchRule jacksonIsUsedForPoliciesMinariMlflowAndExperimentsOnly =
      usedOnlyIn(
          "tools.jackson..",
          "org.spotrl.data.format..",
          "org.spotrl.policy..",
          "org.spotrl.mlflow..",
          "org.spotrl.experiments..",
          "org.spotrl.studies..",
          "org.spotrl.cli..");

  @ArchTest
  static final ArchRule jacksonAnnotationsAreUsedForExperimentsOnly =
      usedOnlyIn(
          "com.fasterxml.jackson..",
          "org.spotrl.experiments..",
          "org.spotrl.studies..",
          "org.spotrl.cli..");

  @ArchTest
  static final ArchRule statisticsWorkOnPlainArrays =
      classes()
          .that()
          .resideInAPackage("org.spotrl.studies.statistics..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.spotrl.studies.statistics..",
              "org.spotrl.api.random",
              "org.spotrl.api.statistics",
              "org.apache.commons.statistics..",
              "java..",
              "org.jspecify..");

  @ArchTest static final ArchRule picocliIsUsedByTheCommandOnly = usedOnlyIn("picocli..", CLI);

  @ArchTest
  static final ArchRule guiceIsUsedForExperimentsAndInModulesOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.spotrl.experiments..", "org.spotrl.studies..", "org.spotrl.cli..")
          .and(DescribedPredicate.not(GUICE_MODULES))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.inject..");

  @ArchTest
  static final ArchRule onlyTheCommandWritesToStandardStreams =
      noClasses().that().resideOutsideOfPackage(CLI).should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule onlyTheCommandEndsTheProcess =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .and()
          // For MuJoCo's fatal errors: C code must not continue, and no exception passes through C.
          .doNotHaveFullyQualifiedName("org.spotrl.mujoco.binding.MujocoMessages")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule everyDrawComesFromANamedStream =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.util.random..")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(StrictMath.class, "random")
          .because("a run is a function of its configuration and its seed");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    List<String> unmarked =
        classes.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(type -> !type.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .sorted()
            .toList();

    assertThat(unmarked).as("packages without @NullMarked in their package-info.java").isEmpty();
  }

  private static ArchRule usedOnlyIn(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
  }

  /** Leaves out the test jars of other modules. */
  static final class DoNotIncludeTestJars implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
