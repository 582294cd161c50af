package dev.whiteboard.chat;

import dev.whiteboard.chat.account.AccountLimits;
import dev.whiteboard.chat.account.AccountMeters;
import dev.whiteboard.chat.account.Accounts;
import dev.whiteboard.chat.account.PasswordHashes;
import dev.whiteboard.chat.account.RevokedSessions;
import dev.whiteboard.chat.account.Sessions;
import dev.whiteboard.chat.account.Tokens;
import dev.whiteboard.chat.account.Users;
import dev.whiteboard.chat.fanout.Outgoing;
import dev.whiteboard.chat.file.FileCollector;
import dev.whiteboard.chat.file.FileFolder;
import dev.whiteboard.chat.file.FileMeters;
import dev.whiteboard.chat.file.StoredFiles;
import dev.whiteboard.chat.file.Thumbnails;
import dev.whiteboard.chat.file.Uploads;
import dev.whiteboard.chat.http.AccountApi;
import dev.whiteboard.chat.http.Callers;
import dev.whiteboard.chat.http.FileDownloads;
import dev.whiteboard.chat.http.FilesApi;
import dev.whiteboard.chat.http.HistoryApi;
import dev.whiteboard.chat.http.MemberApi;
import dev.whiteboard.chat.http.MlsApi;
import dev.whiteboard.chat.http.RoomApi;
import dev.whiteboard.chat.http.SearchAdminApi;
import dev.whiteboard.chat.http.SearchApi;
import dev.whiteboard.chat.http.SessionApi;
import dev.whiteboard.chat.id.UuidV7;
import dev.whiteboard.chat.log.MessageLog;
import dev.whiteboard.chat.log.SystemMessages;
import dev.whiteboard.chat.mls.Groups;
import dev.whiteboard.chat.mls.KeyPackages;
import dev.whiteboard.chat.mls.MlsMeters;
import dev.whiteboard.chat.mls.Welcomes;
import dev.whiteboard.chat.room.ChatChanges;
import dev.whiteboard.chat.room.ChatList;
import dev.whiteboard.chat.room.Chats;
import dev.whiteboard.chat.room.Memberships;
import dev.whiteboard.chat.room.UserChats;
import dev.whiteboard.chat.search.IndexRebuild;
import dev.whiteboard.chat.search.MessageSearch;
import dev.whiteboard.chat.search.SearchIndex;
import dev.whiteboard.kit.http.AdminKey;
import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.kit.http.ServiceRoutes;
import dev.whiteboard.kit.http.VirtualThreads;
import dev.whiteboard.kit.metrics.Metrics;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.kit.store.Database;
import dev.whiteboard.ratelimit.limit.NanoClock;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a node answers over HTTP. */
final class ChatApi {
  /** A password waits for its turn no longer, in front of the deadline of its request. */
  private static final Duration HASH_WAIT_MAX = Duration.ofSeconds(5);

  /** Users whose claims of key packages are counted at once. */
  private static final int CLAIMERS_MAX = 100_000;

  /** Of its connections a node gives searches one in so many. */
  private static final int SEARCHES_SHARE = 3;

  private static final Duration COLLECT_EVERY = Duration.ofMinutes(1);

  private final List<Consumer<ServiceRoutes>> apis;
  private final List<Chore> chores;

  private ChatApi(List<Consumer<ServiceRoutes>> apis, List<Chore> chores) {
    this.apis = List.copyOf(apis);
    this.chores = List.copyOf(chores);
  }

  /**
   * What it works with.
   *
   * @param settings all that can be set
   * @param databases where chats are, a share in each; accounts are in the home
   * @param tokens tells who asks
   * @param revoked ends sign-ins
   * @param memberships who may
   * @param log the chats' messages
   * @param outgoing is told of what happens in chats
   * @param threads for answers that are files
   * @param ids makes ids
   * @param random makes secrets
   * @param clock now
   */
  record Parts(
      ChatSettings settings,
      Shards<Database> databases,
      Tokens tokens,
      RevokedSessions revoked,
      Memberships memberships,
      MessageLog log,
      Outgoing outgoing,
      VirtualThreads threads,
      UuidV7 ids,
      SecureRandom random,
      InstantSource clock) {}

  /**
   * Opens what the answers come from.
   *
   * @throws IOException where the folder of files can't be had
   */
  static ChatApi open(Parts parts, Metrics metrics, Closers closers) throws IOException {
    var callers = new Callers(parts.tokens);
    var chores = new ArrayList<Chore>();
    return new ChatApi(
        List.of(
            accounts(parts, callers, metrics, closers, chores),
            rooms(parts, callers, chores),
            files(parts, callers, metrics, closers),
            search(parts, callers, metrics, closers),
            encryption(parts, callers, metrics, chores)),
        chores);
  }

  /** What these parts have to have done now and then. */
  List<Chore> chores() {
    return chores;
  }

  void mountOn(ServiceRoutes routes) {
    apis.forEach(api -> api.accept(routes));
  }

  private static Consumer<ServiceRoutes> accounts(
      Parts parts, Callers callers, Metrics metrics, Closers closers, List<Chore> chores) {
    var settings = parts.settings.accounts();
    var hashes =
        closers.add(
            new PasswordHashes(
                settings.hashCost(), settings.hashesAtOnce(), HASH_WAIT_MAX, parts.random));
    AccountMeters.watch(metrics.registry(), parts.revoked, hashes);
    var accounts = new Accounts(parts.databases.home(), hashes, parts.ids, parts.clock);
    var sessions =
        new Sessions(
            parts.databases.home(),
            parts.tokens,
            parts.revoked,
            new Sessions.Ids(parts.ids, parts.random, parts.clock),
            settings.sessionIdleMax());
    chores.add(new Chore("sessions", sessions::forgetOld));
    var limits = AccountLimits.local(settings.limits(), NanoClock.anchored(0, System::nanoTime));
    var addresses = new ClientAddress(parts.settings.trustedProxies());
    var users = new Users(parts.databases.home());
    var accountApi =
        new AccountApi(new AccountApi.Parts(callers, accounts, users, limits, addresses));
    var sessionApi =
        new SessionApi(new SessionApi.Parts(callers, accounts, sessions, limits, addresses));
    return routes -> {
      accountApi.mountOn(routes);
      sessionApi.mountOn(routes);
    };
  }

  private static Consumer<ServiceRoutes> rooms(Parts parts, Callers callers, List<Chore> chores) {
    var system = new SystemMessages(parts.clock, parts.ids);
    var users = new Users(parts.databases.home());
    var chats =
        new Chats(new Chats.Parts(parts.databases, users, parts.outgoing, parts.ids, parts.clock));
    chores.add(new Chore("chat-requests", chats::forgetOldKeys));
    var changes = new ChatChanges(parts.databases, users, system, parts.outgoing);
    var roomApi = new RoomApi(callers, chats, new ChatList(parts.databases, users));
    var memberApi = new MemberApi(callers, changes);
    var historyApi = new HistoryApi(callers, parts.memberships, parts.log);
    return routes -> {
      roomApi.mountOn(routes);
      memberApi.mountOn(routes);
      historyApi.mountOn(routes);
    };
  }

  private static Consumer<ServiceRoutes> files(
      Parts parts, Callers callers, Metrics metrics, Closers closers) throws IOException {
    var settings = parts.settings.files();
    var folder = FileFolder.open(settings.folder());
    var meters = new FileMeters(metrics.registry());
    meters.watch(folder);
    var uploadParts =
        new Uploads.Parts(
            parts.databases, folder, meters, parts.ids, parts.clock, System::nanoTime);
    var stored = new StoredFiles(parts.databases, parts.memberships);
    var filesApi =
        new FilesApi(
            new FilesApi.Parts(
                callers,
                parts.memberships,
                new Uploads(uploadParts, settings),
                stored,
                parts.clock));
    var thumbnails = closers.add(new Thumbnails(folder, meters));
    var downloads =
        new FileDownloads(
            new FileDownloads.Parts(callers, stored, folder, thumbnails, filesApi, parts.threads));
    closers.add(FileCollector.start(uploadParts, settings, COLLECT_EVERY));
    return routes -> {
      filesApi.mountOn(routes);
      downloads.mountOn(routes);
    };
  }

  private static Consumer<ServiceRoutes> search(
      Parts parts, Callers callers, Metrics metrics, Closers closers) {
    var connections = parts.settings.servers().databaseConnectionsMax();
    var search =
        new MessageSearch(
            parts.databases, Math.max(1, connections / SEARCHES_SHARE), metrics.registry());
    var userChats = new UserChats(parts.databases);
    var searchApi =
        new SearchApi(new SearchApi.Parts(callers, parts.memberships, userChats, search));
    var rebuild = closers.add(new IndexRebuild(parts.databases.map(SearchIndex::new)));
    var adminApi = new SearchAdminApi(new AdminKey(parts.settings.adminKey()), rebuild);
    return routes -> {
      searchApi.mountOn(routes);
      adminApi.mountOn(routes);
    };
  }

  private static Consumer<ServiceRoutes> encryption(
      Parts parts, Callers callers, Metrics metrics, List<Chore> chores) {
    var meters = new MlsMeters(metrics.registry());
    var welcomes = new Welcomes(parts.databases, parts.ids, parts.clock);
    var claims =
        LocalLimiters.of(KeyPackages.CLAIMS, NanoClock.anchored(0, System::nanoTime), CLAIMERS_MAX);
    var keyPackages =
        new KeyPackages(parts.databases.home(), parts.ids, parts.clock, claims, meters);
    chores.add(new Chore("key-packages", keyPackages::forgetOld));
    chores.add(new Chore("welcomes", welcomes::forgetOld));
    var system = new SystemMessages(parts.clock, parts.ids);
    var groups = new Groups(parts.databases, system, welcomes, parts.outgoing, meters);
    return new MlsApi(new MlsApi.Parts(callers, parts.memberships, keyPackages, groups, welcomes))
        ::mountOn;
  }
}
