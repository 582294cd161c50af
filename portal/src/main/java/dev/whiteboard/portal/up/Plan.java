package dev.whiteboard.portal.up;

import dev.whiteboard.kit.run.ServiceDefinition.Start;
import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import dev.whiteboard.portal.page.PortalSettings;
import dev.whiteboard.portal.up.Catalog.Entry;
import dev.whiteboard.stack.ExternalStack;
import dev.whiteboard.stack.Server;
import dev.whiteboard.stack.StackAddresses;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one {@code up} will do. Nothing is open yet, and what is wrong with the settings is known.
 *
 * <p>For that they are read twice: once with stand-ins for the addresses of servers that do not run
 * yet, and by {@link #starts} with the real ones.
 *
 * @param request what was asked for
 * @param environment the environment's variables
 * @param portal the portal's own settings
 * @param systems those to start
 * @param newAdminKeys those made because none were given, by the names of their settings
 */
record Plan(
    UpRequest request,
    Map<String, String> environment,
    PortalSettings portal,
    List<Entry> systems,
    Map<String, String> newAdminKeys) {
  private static final StackAddresses STAND_INS =
      new StackAddresses(
          Map.of(
              Server.POSTGRES, "postgresql://stand-in/database",
              Server.REDIS, "redis://stand-in",
              Server.KAFKA, "stand-in:9092"));

  /**
   * Decides it.
   *
   * @param newKey makes an admin key
   * @throws UsageException where a system is unknown or not built
   * @throws BadSettingException where a setting is unknown, missing or malformed
   */
  static Plan of(UpRequest request, Map<String, String> environment, Supplier<String> newKey) {
    var systems = Catalog.named(request.services());
    var given = Settings.of(environment, request.flags());
    var portal = PortalSettings.read(given);
    if (request.external()) {
      serversOf(systems).forEach(server -> requireAddress(given, server));
      return new Plan(request, environment, portal, systems, Map.of()).checked();
    }
    refuseAddresses(request.flags());
    var newKeys = newAdminKeys(given, systems, newKey);
    return new Plan(request, environment, portal, systems, newKeys).checked();
  }

  /** One line for each setting that there is. */
  static String settingsHelp() {
    var settings = Settings.of(Map.of(), List.of());
    read(settings, Catalog.named(List.of()));
    return settings.help();
  }

  /** The servers that these systems need. */
  Set<Server> servers() {
    return serversOf(systems);
  }

  /** What it comes to, for a person. */
  String summary() {
    return "%s with %s, %s"
        .formatted(
            joined(systems.stream().map(Entry::name)),
            joined(servers().stream().map(Server::displayName)),
            request.external() ? "external" : "embedded");
  }

  /** The value of a setting; empty where it is not given. */
  String setting(String name) {
    return Settings.of(environment, request.flags()).text(name, "", "");
  }

  /** What starts each system, in order, once the servers are there. */
  Map<Entry, Start> starts(StackAddresses addresses) {
    var variables = new HashMap<>(folders());
    variables.putAll(environment);
    variables.putAll(newAdminKeys);
    addresses
        .byServer()
        .forEach((server, address) -> variables.put(ExternalStack.variable(server), address));
    var settings = Settings.of(variables, request.flags());
    var starts = read(settings, systems);
    settings.refuseUnknown();
    return starts;
  }

  /** What systems write to, in the state folder. */
  private Map<String, String> folders() {
    return systems.stream()
        .flatMap(system -> system.folderSettings().entrySet().stream())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                folder -> portal.stateFolder().resolve(folder.getValue()).toString()));
  }

  private static Map<Entry, Start> read(Settings settings, List<Entry> systems) {
    var _ = PortalSettings.read(settings); // so that its flags are known ones
    var starts = new LinkedHashMap<Entry, Start>();
    systems.forEach(system -> starts.put(system, system.definition().read(settings)));
    return starts;
  }

  private Plan checked() {
    starts(request.external() ? new StackAddresses(Map.of()) : STAND_INS);
    return this;
  }

  private static Set<Server> serversOf(Collection<Entry> systems) {
    return systems.stream()
        .flatMap(system -> system.servers().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String joined(Stream<String> names) {
    return names.collect(Collectors.joining(", "));
  }

  private static void requireAddress(Settings given, Server server) {
    given.requiredText(ExternalStack.variable(server), "where " + server.displayName() + " is");
  }

  /** A variable may be there for other programs; a flag is meant for us. */
  private static void refuseAddresses(List<String> flags) {
    var onlyFlags = Settings.of(Map.of(), flags);
    for (var server : Server.values()) {
      var variable = ExternalStack.variable(server);
      if (onlyFlags.text(variable, "").isPresent()) {
        throw new UsageException(
            Settings.flagOf(variable) + " is for --external; without it a server is started here");
      }
    }
  }

  private static Map<String, String> newAdminKeys(
      Settings given, List<Entry> systems, Supplier<String> newKey) {
    return systems.stream()
        .map(Entry::adminKeySetting)
        .filter(setting -> given.text(setting, "").isEmpty())
        .collect(
            Collectors.toMap(setting -> setting, _ -> newKey.get(), (a, _) -> a, TreeMap::new));
  }

  /** Without the environment, which has passwords in it. */
  @Override
  public String toString() {
    return "Plan[" + summary() + "]";
  }
}
