package io.geodesy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.geodesy.config.Examples.Colour;
import io.geodesy.config.Examples.GraphParameters;
import io.geodesy.config.Examples.MapParameters;
import io.geodesy.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParameterResolverTest {
  @TempDir Path folder;

  @Test
  void takesDefaultsWhereNothingIsSet() {
    RunParameters resolved = forMap().resolve(List.of(), List.of());
    assertThat(resolved.input()).isEqualTo(ParameterBinder.defaults(InputParameters.class));
    assertThat(resolved.analyses().effective(Examples.MAP))
        .containsEntry("alpha", "0.5")
        .containsEntry("colour", "red");
  }

  @Test
  void prefersTheCommandLineToTheFileAndTheFileToTheDefault() {
    RunParameters resolved = forMap().resolve(file("k = 20\nalpha = 0.25"), set("alpha=1"));
    assertThat(resolved.analyses().of(Examples.GRAPH))
        .isEqualTo(new GraphParameters(20, Colour.RED));
    assertThat(resolved.analyses().of(Examples.MAP).alpha()).isEqualTo(1);
  }

  @Test
  void readsNestedAndDottedKeysListsAndInputKeys() {
    RunParameters resolved =
        forMap()
            .resolve(
                file(
                    "graph { k = 30, colour = dark-blue }\nmap.alpha = 1e-1\nlabel-column = digit"),
                List.of());
    assertThat(resolved.analyses().of(Examples.GRAPH))
        .isEqualTo(new GraphParameters(30, Colour.DARK_BLUE));
    assertThat(resolved.analyses().of(Examples.MAP))
        .isEqualTo(new MapParameters(0.1, 1, 8, Colour.RED));
    assertThat(resolved.input().labelColumn()).contains("digit");
  }

  @Test
  void writesListsOfAFileAsText() {
    assertThat(file("scales = [1, 2.5, x]"))
        .containsExactly(new Setting("scales", "1,2.5,x", folder.resolve("job.conf") + " line 1"));
  }

  @Test
  void givesABareKeyToTheAnalysisCalled() {
    RunParameters resolved = forMap().resolve(List.of(), set("colour=dark-blue"));
    assertThat(resolved.analyses().of(Examples.MAP).colour()).isEqualTo(Colour.DARK_BLUE);
    assertThat(resolved.analyses().of(Examples.GRAPH).colour()).isEqualTo(Colour.RED);
  }

  @Test
  void listsTheOwnersOfAnAmbiguousKey() {
    assertRefused(
        forSuite(),
        List.of(),
        set("colour=red"),
        "--set colour=red: colour could mean any of graph.colour, map.colour. Write one of them.");
  }

  @Test
  void namesTheNearestKeyAndTheLineOfTheFile() {
    assertRefused(
        forMap(),
        file("\n# a comment\nalhpa = 1"),
        List.of(),
        folder.resolve("job.conf") + " line 3: Unknown key alhpa. Did you mean alpha?");
  }

  @Test
  void namesTheNearestQualifiedKey() {
    assertRefused(
        forMap(),
        List.of(),
        set("grph.k=1"),
        "--set grph.k=1: Unknown key grph.k. Did you mean graph.k?");
  }

  @Test
  void saysWhereARefusedValueWasSet() {
    assertRefused(
        forMap(),
        file("graph.k = 0"),
        List.of(),
        folder.resolve("job.conf") + " line 1: k is 0 but must be a whole number at least 1.");
  }

  @Test
  void saysWhichAnalysisRefusesACombination() {
    assertRefused(forMap(), List.of(), set("to=0"), "map: from is 1 but must be at most to, 0.");
  }

  @Test
  void letsOneFileServeSeveralCommands() {
    assertThat(forMap().resolve(file("other.depth = 3"), List.of()))
        .isEqualTo(forMap().resolve(List.of(), List.of()));
  }

  @Test
  void refusesAFlagOfAnAnalysisThatDoesNotRun() {
    assertRefused(
        forMap(),
        List.of(),
        set("other.depth=3"),
        "--set other.depth=3: key other.depth belongs to other, which map does not run."
            + " It runs graph, map.");
  }

  @Test
  void refusesABareKeyOfAnAnalysisThatDoesNotRun() {
    assertRefused(
        forMap(),
        List.of(),
        set("depth=3"),
        "--set depth=3: key depth belongs to other, which map does not run. It runs graph, map.");
  }

  @Test
  void refusesOneKeySetTwice() {
    assertRefused(
        forMap(),
        List.of(),
        set("k=3", "graph.k=4"),
        "--set graph.k=4: graph.k is already set by --set k=3. Keep one of the two.");
  }

  @Test
  void refusesAMissingFile() {
    Path missing = folder.resolve("nothing.conf");
    assertThatThrownBy(() -> ConfigFile.read(missing))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--config %s: there is no readable file at %s."
                .formatted(missing, missing.toAbsolutePath()));
  }

  @Test
  void refusesAFileThatIsNoHocon() {
    assertThatThrownBy(() -> file("k = [1, 2"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--config " + folder.resolve("job.conf"));
  }

  @Test
  void refusesListsOfLists() {
    assertThatThrownBy(() -> file("k = [[1]]"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            folder.resolve("job.conf")
                + " line 1: k holds lists or objects, where single values were expected.");
  }

  @Test
  void refusesASettingWithoutValue() {
    assertThatThrownBy(() -> Setting.parse("--set", "k"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--set k: expected key=value, for instance --set k=15.");
  }

  @Test
  void takesTheLocationOfASecondTableFromFlagOrFile() {
    assertThat(forPairs().resolve(file("corpus = a"), set("spare=s")).secondTables())
        .isEqualTo(Map.of("corpus", "a", "spare", "s"));
    assertThat(forPairs().resolve(file("corpus = a"), set("corpus=b")).secondTables())
        .isEqualTo(Map.of("corpus", "b"));
    assertThat(forPairs().resolve(file("pairs.corpus = a"), List.of()).secondTables())
        .isEqualTo(Map.of("corpus", "a"));
    assertThat(forPairs().resolve(List.of(), List.of()).secondTables()).isEmpty();
  }

  @Test
  void refusesASecondTableThatTheCommandDoesNotRead() {
    assertRefused(
        forMap(),
        List.of(),
        set("corpus=a"),
        "--set corpus=a: key corpus belongs to pairs, which map does not run. It runs graph, map.");
    assertThat(forMap().resolve(file("pairs.corpus = a"), List.of()).secondTables()).isEmpty();
  }

  @Test
  void namesTheNearestSecondTable() {
    assertRefused(
        forPairs(),
        List.of(),
        set("corpse=a"),
        "--set corpse=a: Unknown key corpse. Did you mean corpus?");
  }

  private static ParameterResolver forPairs() {
    return new ParameterResolver(
        "pairs", List.of(Examples.PAIRS), List.of(Examples.GRAPH, Examples.PAIRS));
  }

  private static ParameterResolver forMap() {
    return new ParameterResolver(
        "map",
        List.of(Examples.GRAPH, Examples.MAP),
        List.of(Examples.GRAPH, Examples.MAP, Examples.OTHER, Examples.PAIRS));
  }

  private static ParameterResolver forSuite() {
    return new ParameterResolver(
        "everything",
        List.of(Examples.GRAPH, Examples.MAP, Examples.OTHER),
        List.of(Examples.GRAPH, Examples.MAP, Examples.OTHER));
  }

  private static void assertRefused(
      ParameterResolver resolver, List<Setting> file, List<Setting> set, String message) {
    assertThatThrownBy(() -> resolver.resolve(file, set))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  private List<Setting> file(String text) {
    try {
      return ConfigFile.read(Files.writeString(folder.resolve("job.conf"), text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Setting> set(String... assignments) {
    return Arrays.stream(assignments).map(a -> Setting.parse("--set", a)).toList();
  }
}
