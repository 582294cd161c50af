package dev.whiteboard.stack.browser;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that looks at pages. Each test that has a parameter of type {@link
 * com.microsoft.playwright.BrowserContext} is given a browser window that knows nothing of the
 * others.
 *
 * <p>Where no browser is installed the class is skipped with a line that says so; in CI, where the
 * variable {@code CI} is set, that is a failure.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("browser")
@ExtendWith(BrowserExtension.class)
public @interface NeedsBrowser {}
