package dev.whiteboard.stack.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One browser for the run, one window of it for each test. */
final class BrowserExtension implements ExecutionCondition, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

  /** No calls home, which a closed network would have it wait for. */
  private static final List<String> QUIET =
      List.of(
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (InstalledChromium.find(System.getenv()).isPresent()) {
      return ConditionEvaluationResult.enabled("a browser is installed");
    }
    var missing = "no Chromium or Chrome found: install one, or name it in CHROME";
    if (System.getenv("CI") != null) {
      throw new IllegalStateException(missing);
    }
    return ConditionEvaluationResult.disabled(missing);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == BrowserContext.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var browser =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(OpenBrowser.class, _ -> OpenBrowser.launch(), OpenBrowser.class);
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(OpenWindow.class, _ -> browser.newWindow(), OpenWindow.class)
        .window;
  }

  private record OpenWindow(BrowserContext window) implements AutoCloseable {
    @Override
    public void close() {
      window.close();
    }
  }

  private record OpenBrowser(Playwright playwright, Browser browser) implements AutoCloseable {
    static OpenBrowser launch() {
      var playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      var executable = InstalledChromium.find(System.getenv()).orElseThrow();
      return new OpenBrowser(playwright, playwright.chromium().launch(options(executable)));
    }

    private static LaunchOptions options(Path executable) {
      // Chromium refuses to run as root with its sandbox on.
      var sandbox = !Optional.ofNullable(System.getProperty("user.name")).orElse("").equals("root");
      return new LaunchOptions()
          .setExecutablePath(executable)
          .setChromiumSandbox(sandbox)
          .setArgs(QUIET);
    }

    OpenWindow newWindow() {
      return new OpenWindow(browser.newContext());
    }

    @Override
    public void close() {
      browser.close();
      playwright.close();
    }
  }
}
