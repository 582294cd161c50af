package dev.whiteboard.stack.junit;

import dev.whiteboard.stack.Server;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that talks to real servers.
 *
 * <pre>{@code
 * @NeedsStack({Server.POSTGRES, Server.REDIS})
 * class PostgresLinksIT {
 *   @BeforeAll
 *   static void migrate(TestStack stack) { ... stack.databaseUrl() ... }
 * }
 * }</pre>
 *
 * <p>The system property {@code stack} says which servers: {@code embedded} or, with Docker, {@code
 * containers}. They start when the first class needs them, serve all classes of the run, and are
 * stopped at its end. A {@link TestStack} can be a parameter of the constructor, of tests, and of
 * what runs before and after them; it is the same one for the whole class, nested classes included.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StackExtension.class)
@Tag(NeedsStack.TAG)
public @interface NeedsStack {
  /** All tests that have it: what a run against other servers runs again. */
  String TAG = "stack";

  /** The servers it talks to; no others are started for it. */
  Server[] value();
}
