package dev.whiteboard.portal;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps the house as it was drawn, in all modules that the portal knows. */
final class HouseRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.whiteboard");

  private static final String[] DOMAIN =
      concat(
          packages(
              "shortener",
              "code",
              "shard",
              "url",
              "link",
              "redirect",
              "news",
              "click",
              "visitor",
              "spool",
              "access",
              "limit",
              "qr"),
          packages("ratelimit", "limit", "local", "redis", "rule", "check", "replay"),
          packages("cdn", "cache", "caching", "message", "purge", "ring", "route", "store"),
          packages(
              "chat",
              "id",
              "kafka",
              "log",
              "account",
              "outbox",
              "presence",
              "file",
              "mls",
              "search",
              "text",
              "wheel"));

  /** Where requests are answered on event loops. */
  private static final String[] HOT_PATH =
      concat(
          packages("shortener", "redirect", "http"),
          packages("ratelimit", "limit", "local", "redis", "check", "web"),
          packages("cdn", "caching", "message", "proxy", "store", "tier", "upstream"),
          packages("chat", "websocket", "wheel", "protocol"));

  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.systemUTC",
          "java.time.Instant.now",
          "java.time.InstantSource.system",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now");

  private static final Set<String> RANDOMNESS =
      Set.of(
          "java.lang.Math.random",
          "java.security.SecureRandom.<init>",
          "java.util.Random.<init>",
          "java.util.SplittableRandom.<init>",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current");

  /**
   * Main classes, and what they wire; a request's id is made where it is read, and a simulation is
   * random by its seed.
   */
  private static final String[] WIRING = {
    "ShortenerService",
    "RateLimiterService",
    "CdnService",
    "ChatNode",
    "LruService",
    "Domain",
    "Up",
    "Demo",
    "RequestId",
    "SimulatedWorld"
  };

  private static final Set<String> WAITS =
      Set.of(
          "io.vertx.core.Future.await",
          "java.lang.Object.wait",
          "java.lang.Thread.join",
          "java.util.concurrent.BlockingQueue.put",
          "java.util.concurrent.BlockingQueue.take",
          "java.util.concurrent.CompletableFuture.get",
          "java.util.concurrent.CompletableFuture.join",
          "java.util.concurrent.CountDownLatch.await",
          "java.util.concurrent.Future.get",
          "java.util.concurrent.Semaphore.acquire",
          "java.util.concurrent.locks.LockSupport.park",
          "java.util.concurrent.locks.LockSupport.parkNanos");

  @ParameterizedTest
  @CsvSource({
    "kit, kit",
    "stack, stack",
    "ratelimit, ratelimit kit",
    "shortener, shortener kit ratelimit",
    "cdn, cdn kit ratelimit",
    "chat, chat kit ratelimit"
  })
  void module_knowsOnlyThoseItMay(String module, String known) {
    noClasses()
        .that()
        .resideInAPackage("dev.whiteboard." + module + "..")
        .should()
        .dependOnClassesThat(are(inTheHouseBut(known.split(" ", -1))))
        .allowEmptyShould(true) // some are still to be built
        .check(HOUSE);
  }

  @Test
  void packages_dependOnEachOtherInOneDirection() {
    slices().matching("dev.whiteboard.(**)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void domain_isPlainJava() {
    noClasses()
        .that()
        .resideInAnyPackage(DOMAIN)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..")
        .check(HOUSE);
  }

  @Test
  void clocksAndRandomness_comeInFromOutside() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.whiteboard.stack..") // servers are nobody's domain
        .and(are(noneOf(WIRING)))
        .should()
        .callMethodWhere(named(CLOCKS))
        .orShould()
        .callCodeUnitWhere(named(RANDOMNESS))
        .check(HOUSE);
  }

  /** Time that passes is measured at the edges; the domain is told. */
  @Test
  void stopwatches_areNotForTheDomain() {
    noClasses()
        .that()
        .resideInAnyPackage(DOMAIN)
        .and()
        .haveSimpleNameNotEndingWith("Meters")
        .should()
        .callMethod(System.class, "nanoTime")
        .check(HOUSE);
  }

  @Test
  void eventLoops_waitForNothing() {
    noClasses()
        .that()
        .resideInAnyPackage(HOT_PATH)
        .and()
        .doNotHaveSimpleName("NodeListener") // opened and drained by threads that may wait
        .should()
        .callMethodWhere(named(WAITS).and(notWhileClosing()))
        .check(HOUSE);
  }

  @Test
  void nobody_sleeps() {
    noClasses().should().callMethodWhere(named(Set.of("java.lang.Thread.sleep"))).check(HOUSE);
  }

  @Test
  void classes_areClosed() {
    classes().that(are(notAnonymous())).should(ArchCondition.from(closed())).check(HOUSE);
  }

  private static String[] packages(String module, String... names) {
    return Stream.of(names)
        .map(name -> "dev.whiteboard." + module + "." + name + "..")
        .toArray(String[]::new);
  }

  private static String[] concat(String[]... parts) {
    return Stream.of(parts).flatMap(Stream::of).toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> inTheHouseBut(String... modules) {
    return describe(
        "in a module other than " + String.join(", ", modules),
        type ->
            type.getPackageName().startsWith("dev.whiteboard.")
                && Stream.of(modules)
                    .noneMatch(module ->
                        (type.getPackageName() + ".")
                            .startsWith("dev.whiteboard." + module + ".")));
  }

  private static DescribedPredicate<JavaClass> noneOf(String... names) {
    return describe(
        "none of " + String.join(", ", names),
        type -> !Set.of(names).contains(outermost(type).getSimpleName()));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(HouseRulesTest::outermost).orElse(type);
  }

  private static DescribedPredicate<JavaCall<?>> named(Set<String> methods) {
    return describe(
        "calls " + methods,
        call ->
            methods.contains(call.getTargetOwner().getName() + "." + call.getTarget().getName()));
  }

  /** The thread that closes is none of the event loops. */
  private static DescribedPredicate<JavaCall<?>> notWhileClosing() {
    return describe("not while it closes", call -> !call.getOrigin().getName().equals("close"));
  }

  private static DescribedPredicate<JavaClass> notAnonymous() {
    return describe("classes with a name", type -> !type.isAnonymousClass());
  }

  private static DescribedPredicate<JavaClass> closed() {
    return describe(
        "final, a record, an enum, an interface or sealed",
        type ->
            type.getModifiers().contains(JavaModifier.FINAL)
                || type.isEnum()
                || type.isInterface()
                || type.reflect().isSealed());
  }
}
