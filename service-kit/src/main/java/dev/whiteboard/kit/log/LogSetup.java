package dev.whiteboard.kit.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.io.Console;
import java.nio.file.Path;
import java.util.Optional;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/**
 * How events become lines on standard error, found by Logback through its service loader.
 *
 * <p>Standard output stays free for what a command prints. {@code LOG_LEVEL} sets the level of the
 * house's own loggers; libraries speak up from a warning on.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String TERMINAL_PATTERN =
      "%d{HH:mm:ss.SSS} %highlight(%-5level) %cyan(%logger{0}) %msg %kvp%n%ex{full}";

  private static final String OWN_LOGGERS = "dev.whiteboard";
  private static final String CONSOLE = "console";

  /** Of one file; with the older ones, three times as much is kept. */
  private static final FileSize FILE_SIZE_MAX = FileSize.valueOf("10MB");

  private static final int OLDER_FILES_MAX = 2;

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console(context));
    context.getLogger(OWN_LOGGERS).setLevel(Level.toLevel(System.getenv("LOG_LEVEL"), Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * From now on events go to a file, which rolls over at a bounded size; of them only the house's
   * own warnings and errors still reach standard error. For a command whose output people watch.
   */
  public static void writeTo(Path file) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      root.addAppender(rollingFile(context, file));
      root.detachAppender(CONSOLE);
      var warnings = console(context);
      warnings.addFilter(fromWarningOn());
      context.getLogger(OWN_LOGGERS).addAppender(warnings);
    }
  }

  private static Appender<ILoggingEvent> console(LoggerContext context) {
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName(CONSOLE);
    appender.setTarget("System.err");
    appender.setEncoder(onTerminal() ? text(context) : json(context));
    appender.start();
    return appender;
  }

  private static Appender<ILoggingEvent> rollingFile(LoggerContext context, Path file) {
    var appender = new RollingFileAppender<ILoggingEvent>();
    var rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(OLDER_FILES_MAX);
    var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    trigger.setContext(context);
    trigger.setMaxFileSize(FILE_SIZE_MAX);

    appender.setContext(context);
    appender.setName("file");
    appender.setFile(file.toString());
    appender.setEncoder(json(context));
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(trigger);
    rolling.start();
    trigger.start();
    appender.start();
    return appender;
  }

  private static ThresholdFilter fromWarningOn() {
    var filter = new ThresholdFilter();
    filter.setLevel(Level.WARN.levelStr);
    filter.start();
    return filter;
  }

  private static boolean onTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(TERMINAL_PATTERN);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    var encoder = new LogstashEncoder();
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
