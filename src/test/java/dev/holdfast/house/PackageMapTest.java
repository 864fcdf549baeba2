package dev.holdfast.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The map of ARCHITECTURE.md against the classes that were compiled, both ways. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageMapTest {
  private static final String PEKKO = "org.apache.pekko";

  private PackageMap map = new PackageMap(List.of());
  private JavaClasses classes = new ClassFileImporter().importClasses();

  @BeforeAll
  void read() throws IOException {
    map = PackageMap.read(Path.of("ARCHITECTURE.md"));
    classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
    assertTrue(map.rows().size() > 10, "the table of ARCHITECTURE.md was not read");
    assertFalse(classes.isEmpty(), "no classes in target/classes");
  }

  @Test
  void everyPackageIsOnTheMap() {
    Set<String> strangers = new TreeSet<>();
    for (JavaClass type : classes) {
      if (map.rowOf(type.getPackageName()).isEmpty()) {
        strangers.add(type.getPackageName());
      }
    }
    assertEquals(Set.of(), strangers);
  }

  @Test
  void everyRowIsThereUnlessItSaysLater() {
    Set<String> there = new HashSet<>();
    for (JavaClass type : classes) {
      there.add(PackageMap.family(type.getPackageName()));
    }
    Set<String> wrong = new TreeSet<>();
    for (PackageMap.Row row : map.rows()) {
      if (row.later() == there.contains(row.name())) {
        wrong.add(row.name() + (row.later() ? " is there: drop *later:*" : " is not there"));
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void everyRowOnlyUsesRowsBelowIt() {
    List<String> names = map.rows().stream().map(PackageMap.Row::name).toList();
    List<String> wrong = new ArrayList<>();
    for (PackageMap.Row row : map.rows()) {
      Set<String> uses = new TreeSet<>(row.uses());
      row.extra().forEach(extra -> uses.addAll(extra.uses()));
      for (String use : uses) {
        if (names.indexOf(use.split("\\.", -1)[0]) <= names.indexOf(row.name())) {
          wrong.add(row.name() + " → " + use);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyUseIsAllowedByTheMap() {
    assertEquals(Set.of(), forbiddenUses(map, classes));
  }

  @Test
  void onlyTheRowsThatSaySoSeePekko() {
    assertEquals(
        Set.of(),
        uses(
            classes,
            (from, to) ->
                to.startsWith(PEKKO) && map.rowOf(from).filter(PackageMap.Row::pekko).isEmpty()));
  }

  @Test
  void theSdkUsesTheJdkAndJSpecifyOnly() {
    assertEquals(
        Set.of(),
        uses(
            classes,
            (from, to) ->
                PackageMap.family(from).equals("sdk")
                    && !to.isEmpty()
                    && !to.startsWith("java.")
                    && !to.startsWith("org.jspecify.")
                    && !to.startsWith(PackageMap.BASE + ".sdk")));
  }

  @Test
  void authorsSeeNeitherTheBindingNorTheTestKitFromTheSdkItself() {
    String sdk = PackageMap.BASE + ".sdk";
    assertEquals(
        Set.of(),
        uses(
            classes,
            (from, to) ->
                (from.equals(sdk) && to.startsWith(sdk + "."))
                    || (from.startsWith(sdk + ".binding") && to.startsWith(sdk + ".testing"))));
  }

  @Test
  void aUseThatTheMapDoesNotAllowIsFound() {
    List<PackageMap.Row> rows = new ArrayList<>();
    for (PackageMap.Row row : map.rows()) {
      Set<String> fewer = new HashSet<>(row.uses());
      fewer.remove("protocol");
      rows.add(new PackageMap.Row(row.name(), row.later(), fewer, row.extra(), row.pekko()));
    }
    assertTrue(
        forbiddenUses(new PackageMap(rows), classes).stream()
            .anyMatch(use -> use.contains("dev.holdfast.protocol.")));
  }

  private static Set<String> forbiddenUses(PackageMap map, JavaClasses classes) {
    return uses(classes, (from, to) -> isOurs(to) && isOurs(from) && !map.allows(from, to));
  }

  private static boolean isOurs(String javaPackage) {
    return javaPackage.equals(PackageMap.BASE) || javaPackage.startsWith(PackageMap.BASE + ".");
  }

  /** Every use between two packages that the rule refuses, as text. */
  private static Set<String> uses(JavaClasses classes, BiPredicate<String, String> refused) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      for (Dependency use : type.getDirectDependenciesFromSelf()) {
        JavaClass target = use.getTargetClass().getBaseComponentType();
        if (!target.isPrimitive() && refused.test(type.getPackageName(), target.getPackageName())) {
          found.add(type.getName() + " → " + target.getName());
        }
      }
    }
    return found;
  }
}
