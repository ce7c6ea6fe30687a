#include "daemon/program/daemon.hpp"

#include "base/chance.hpp"
#include "base/environment.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "base/version.hpp"
#include "crawler/fetch/fetcher.hpp"
#include "daemon/api/api.hpp"
#include "daemon/api/server.hpp"
#include "daemon/patterns/catalog.hpp"
#include "daemon/pipeline/engines.hpp"
#include "daemon/pipeline/imported.hpp"
#include "daemon/pipeline/pipeline.hpp"
#include "daemon/program/chores.hpp"
#include "daemon/program/for_people.hpp"
#include "daemon/program/senders.hpp"
#include "daemon/program/shared.hpp"
#include "daemon/program/stamps.hpp"
#include "daemon/service/notify.hpp"
#include "daemon/service/on_pool.hpp"
#include "daemon/service/task_group.hpp"
#include "daemon/service/wake.hpp"
#include "store/store.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>
#include <utility>

namespace qw::program {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using pipeline::Engines;

constexpr std::size_t disk_threads = 16;  // they share syncs: 4 left it at 4 batches a sync
constexpr Millis drain = 4s;              // of pages at a stop; all of it must fit into ten seconds
constexpr Millis wake_cases_every = 20s;
constexpr Millis anchor_every = 15min;
constexpr Millis retention_every = 6h;
constexpr Millis status_every = 500ms;
constexpr Millis patterns_look_every = 1h;  // somebody rings when there is something
constexpr Millis usual_pulse = 5s;          // without a watchdog the hearts are listened to all the same

unsigned worker_threads(const config::Config& config) {
  return config.workers != 0 ? config.workers : std::max(1U, std::thread::hardware_concurrency());
}

/// Where the store lies: as configured, else systemd's state directory, else beside the configuration.
std::string store_directory(const config::Config& config) {
  if (!config.store.directory.empty()) {
    return config.store.directory;
  }
  if (const auto given = environment("STATE_DIRECTORY")) {
    return *given;
  }
  return (std::filesystem::path(config.file).parent_path() / "state").string();
}

/// Of the Unix socket: as configured, else systemd's, else beside the store.
std::string runtime_directory(const config::Config& config) {
  if (!config.api.runtime_directory.empty()) {
    return config.api.runtime_directory;
  }
  return environment("RUNTIME_DIRECTORY").value_or(store_directory(config) + "/run");
}

std::string backup_directory(const config::Config& config) { return store_directory(config) + "-backups"; }

void log_remarks(const std::vector<Error>& remarks) {
  for (const Error& remark : remarks) {
    log::warning("config.remark", {{"remark", remark.text()}});
  }
}

/// Everything that lives as long as the loop, in the order in which it may refer to what stands above it.
/// Long because its loops and their start and stop are read together.
class Daemon {
 public:
  Daemon(const Options& options, std::shared_ptr<const config::Config> files,
         std::shared_ptr<const Engines> engines, std::unique_ptr<store::Store> store)
      : options_(options),
        files_(std::move(files)),
        engines_(std::move(engines)),
        store_(std::move(store)),
        workers_(worker_threads(*engines_->config)),
        fetcher_(fetch::Fetcher::make(loop_.get_executor(), system_clock(), crawl_of(engines_))),
        senders_(loop_.get_executor(), system_clock(), *store_, disk_, *fetcher_, chance),
        pipeline_(pipeline::Pipeline::make({.executor = loop_.get_executor(),
                                            .clock = system_clock(),
                                            .store = *store_,
                                            .fetcher = *fetcher_,
                                            .workers = workers_,
                                            .disk = disk_,
                                            .metrics = metrics_,
                                            .chance = chance,
                                            .outbox_has_grown = [this] { senders_.ring(); },
                                            .crawl_without_contact = options.demo},
                                           engines_)),
        api_(services()),
        server_(loop_.get_executor(), server_options(*engines_->config),
                [this](const api::Request& request) { return api_.handle(request); }),
        group_(loop_.get_executor()),
        signals_(loop_.get_executor(), SIGTERM, SIGINT, SIGHUP) {}

  int run() {
    auto senders = senders_.prepare(*engines_->config);
    if (!senders) {
      std::cerr << "quotewatchd: " << senders.error().text() << '\n';
      return exit_status_of(senders.error().code);
    }
    std::error_code there_already;
    std::filesystem::create_directories(runtime_directory(*engines_->config), there_already);
    // Bound before anything is fetched: READY=1 means that people can look.
    const Result<> bound = server_.start();
    if (!bound) {
      std::cerr << "quotewatchd: " << bound.error().text() << '\n';
      return exit_status_of(bound.error().code);
    }
    api_.set_port(server_.port());
    group_.spawn("start", start(*std::move(senders)));
    loop_.run();
    api_.backups().stop();
    workers_.join();
    disk_.join();
    const Result<> closed = store_->close();
    if (!closed) {
      log::error("store.close", {{"problem", closed.error().text()}});
      return exit_status_of(closed.error().code);
    }
    log::info("stopped");
    log::flush();
    return 0;
  }

 private:
  static std::shared_ptr<const config::Crawl> crawl_of(const std::shared_ptr<const Engines>& engines) {
    return {engines, &engines->config->crawl};
  }

  static api::ServerOptions server_options(const config::Config& config) {
    api::ServerOptions options;
    options.address = config.api.address;
    options.port = config.api.port;
    options.runtime_directory = runtime_directory(config);
    return options;
  }

  /// What the API's threads may ask at any time.
  api::Services services() {
    return {.store = *store_,
            .clock = system_clock(),
            .metrics = metrics_,
            .config = [this] { return shared_.engines()->config; },
            .files = [this] { return shared_.files(); },
            .quotes = [this] { return shared_.engines()->quotes; },
            .match = [this] { return shared_.engines()->match; },
            .crawl = [this] { return shared_.crawl(); },
            .outbox_grew = [this] { asio::post(loop_, [this] { senders_.ring(); }); },
            .outlet_changed =
                [this](const std::string&) { asio::post(loop_, [this] { pipeline_->look_again(); }); },
            .stored_changed = [this] { asio::post(loop_, [this] { renew_.ring(); }); },
            .silent_loop = [this] { return shared_.silent_loop(); },
            .backup_directory = backup_directory(*engines_->config),
            .patterns_changed = [this] { asio::post(loop_, [this] { patterns_wake_.ring(); }); },
            .backtest =
                [this](const model::Pattern& pattern, std::chrono::days days) {
                  return try_pattern(*store_, *shared_.engines(), pattern, days);
                },
            .look_up = [this](const std::string& url) { return look_up(loop_, group_, *pipeline_, url); },
            .let_crawl =
                [this](const std::function<Result<bool>()>& done, Millis longest) {
                  return let_crawl(loop_, *pipeline_, stopping_, done, longest);
                },
            .notices = [this] { return shared_.engines()->notices; }};
  }

  std::string status_line() const {
    const pipeline::Pipeline::Status status = pipeline_->status();
    if (!status.paused.empty()) {
      return status.paused;
    }
    return std::to_string(status.polled_outlets) + " of " + std::to_string(status.outlets) +
           " outlets are polled";
  }

  asio::awaitable<void> start(Senders::List senders) {
    co_await senders_.run_instead(std::move(senders));
    pipeline_->start();
    pulse_.listen_to("pipeline", pipeline_->heart());
    pulse_.listen_to("store", store_heart_);
    group_.spawn("renew", watch_renewals());
    group_.spawn("signals", watch_signals());
    group_.spawn("pulse", watch_pulse());
    group_.spawn("chores", do_chores());
    group_.spawn("patterns", watch_patterns());
    group_.spawn("stamps", keep_stamping(*store_, *fetcher_, disk_, services().config));
    group_.spawn("status", publish_status());
    for (const config::Resolve& entry : engines_->config->crawl.resolve) {
      log::info("resolve", {{"host", entry.host}, {"address", entry.address}, {"port", entry.port}});
    }
    if (const std::string link = api_.setup_link(); !link.empty()) {
      log::info("setup", {{"first_account", link}});
    }
    const std::string line = status_line();
    log::info("started", {{"version", version}, {"config", engines_->config->file}, {"status", line}});
    service::notify_ready(line);
  }

  asio::awaitable<void> watch_signals() {
    for (;;) {
      const int number = co_await signals_.async_wait(asio::use_awaitable);
      if (number == SIGHUP) {
        files_are_new_ = true;
        renew_.ring();
        continue;
      }
      if (stopping_) {
        log::warning("stop.at_once", {{"signal", number}});
        log::flush();
        std::_Exit(1);  // a second wish: whoever asks twice does not want to wait; the stages repeat
      }
      stopping_ = true;
      log::info("stopping", {{"signal", number}});
      service::notify_stopping("stopping");
      stopper_.spawn("stop", stop());
    }
  }

  /// One renewal after the other, whoever asks for it: SIGHUP, or an import.
  asio::awaitable<void> watch_renewals() {
    for (;;) {
      const bool rung = co_await renew_.wait(1h);
      if (rung) {
        co_await reload(std::exchange(files_are_new_, false) ? nullptr : files_);
      }
    }
  }

  struct Renewed {
    std::shared_ptr<const config::Config> files;
    std::shared_ptr<const Engines> engines;
  };

  /// The files, read anew when `files` is null, with what the store adds to them, and the engines of both.
  static Result<Renewed> read_all(std::shared_ptr<const config::Config> files, const std::string& file,
                                  store::Store& store) {
    std::vector<Error> remarks;
    if (files == nullptr) {
      auto loaded = config::load(file, &remarks);
      if (!loaded) {
        return std::unexpected(first_of(loaded.error()));
      }
      files = *std::move(loaded);
    }
    TRY(auto imported, pipeline::with_imported(files, store, remarks));
    TRY(auto config, patterns::with_stored(std::move(imported), store));
    auto engines = pipeline::make_engines(std::move(config));
    if (!engines) {
      return std::unexpected(first_of(engines.error()));
    }
    log_remarks(remarks);
    return Renewed{std::move(files), *std::move(engines)};
  }

  static Error first_of(const std::vector<Error>& errors) {
    for (const Error& error : errors) {
      log::error("config.error", {{"error", error.text()}});
    }
    return errors.front();
  }

  asio::awaitable<void> reload(std::shared_ptr<const config::Config> files) {
    service::notify_reloading();
    log::info("reloading", {{"files", files == nullptr ? "read" : "as they were"}});
    auto read = [files = std::move(files), file = options_.config_file, store = store_.get()] {
      return read_all(files, file, *store);
    };
    Result<Renewed> loaded = co_await service::on_pool(disk_, std::move(read));
    if (!loaded) {
      refuse(loaded.error());
      co_return;
    }
    auto senders = senders_.prepare(*loaded->engines->config);
    if (!senders) {
      refuse(senders.error());
      co_return;
    }
    files_ = std::move(loaded->files);
    engines_ = std::move(loaded->engines);
    shared_.set(files_, engines_);
    fetcher_->set_config(crawl_of(engines_));
    pipeline_->reload(engines_);
    patterns_wake_.ring();  // what was done at the desk while the files were read
    co_await senders_.run_instead(*std::move(senders));
    const std::string line = status_line();
    log::info("reloaded", {{"digest", engines_->config->digest}, {"status", line}});
    service::notify_ready(line);
  }

  /// Whenever something was done to a pattern: the engines are made anew and the pipeline told.
  asio::awaitable<void> watch_patterns() {
    for (;;) {
      co_await patterns_wake_.wait(patterns_look_every);
      const std::shared_ptr<const Engines> before = engines_;
      auto make = [this, before] { return with_present_patterns(before, *store_); };
      const Result<std::shared_ptr<const Engines>> made = co_await service::on_pool(disk_, std::move(make));
      if (!made) {
        log::error("patterns", {{"problem", made.error().text()}});
      } else if (before != engines_) {
        patterns_wake_.ring();  // a reload came between
      } else if (*made != before) {
        engines_ = *made;
        shared_.set(files_, engines_);
        pipeline_->reload(engines_);
        log::info("patterns.changed", {{"patterns", engines_->config->patterns.size()}});
      }
    }
  }

  /// All or nothing: what ran goes on.
  static void refuse(const Error& why) {
    log::error("reload.refused", {{"problem", why.text()}});
    service::notify_ready("the new configuration was refused, the old one stays: " + why.text());
  }

  asio::awaitable<void> stop() {
    co_await pipeline_->stop(drain);
    log::info("stop.pipeline");
    co_await senders_.stop();
    log::info("stop.senders");
    co_await server_.stop();
    log::info("stop.api");
    fetcher_->stop();
    auto anchor = [this]() -> Result<> {
      anchor_audit(*store_);
      return {};
    };
    [[maybe_unused]] const Result<> anchored = co_await service::on_pool(disk_, std::move(anchor));
    group_.cancel();
    co_await group_.wait();
    signals_.cancel();
  }

  /// Feeds the watchdog only while every loop that does work has moved.
  asio::awaitable<void> watch_pulse() {
    const auto interval = service::watchdog_interval();
    const Millis every = interval ? std::max<Millis>(*interval / 3, 50ms) : usual_pulse;
    asio::steady_timer timer(loop_.get_executor());
    for (;;) {
      timer.expires_after(every);
      co_await timer.async_wait(asio::use_awaitable);
      auto knock = [this]() -> Result<> {
        [[maybe_unused]] const store::Health health = store_->health();
        store_heart_.beat();
        return {};
      };
      [[maybe_unused]] const Result<> knocked = co_await service::on_pool(disk_, std::move(knock));
      const std::string_view silent = pulse_.silent_one();
      if (silent.empty() && interval) {
        service::notify_alive();
      } else if (!silent.empty()) {
        log::warning("pulse", {{"silent", silent}});
      }
      shared_.set_silent_loop(std::string(silent));
    }
  }

  /// The API's threads must not look into the pipeline, so it tells them.
  asio::awaitable<void> publish_status() {
    asio::steady_timer timer(loop_.get_executor());
    for (SteadyTime planned = system_clock().steady_now();;) {
      const pipeline::Pipeline::Status status = pipeline_->status();
      shared_.set(api::CrawlState{!status.paused.empty(), status.paused, status.in_flight});
      lag_.set(std::max(0.0, std::chrono::duration<double>(system_clock().steady_now() - planned).count()));
      planned = system_clock().steady_now() + status_every;
      timer.expires_after(status_every);
      co_await timer.async_wait(asio::use_awaitable);
    }
  }

  asio::awaitable<void> do_chores() {
    asio::steady_timer timer(loop_.get_executor());
    SteadyTime next_anchor = system_clock().steady_now();
    SteadyTime next_retention = next_anchor + retention_every;
    for (;;) {
      const SteadyTime now = system_clock().steady_now();
      const bool with_anchor = now >= next_anchor;
      const bool with_retention = now >= next_retention;
      next_anchor = with_anchor ? now + anchor_every : next_anchor;
      next_retention = with_retention ? now + retention_every : next_retention;
      auto chores = [this, engines = engines_, with_anchor, with_retention]() -> Result<std::size_t> {
        if (with_anchor) {
          anchor_audit(*store_);
        }
        if (with_retention) {
          look_for_damage(*store_);
          TRY_OK(keep_to_retention(*store_, *engines->config, system_clock().now()));
        }
        return wake_cases(*store_, *engines->config, system_clock().now());
      };
      const Result<std::size_t> woken = co_await service::on_pool(disk_, std::move(chores));
      auto tell = [this, engines = engines_] {
        return tell_by_the_clock(*store_, *engines->config, backup_directory(*engines->config),
                                 system_clock().now());
      };
      Result<Told> told = co_await service::on_pool(disk_, std::move(tell));
      if (told && std::exchange(store_is_ill_, !told->unrecorded.empty()) != store_is_ill_) {
        senders_.say(std::move(told->unrecorded));  // once: that it was said cannot be noted
      }
      if (!woken || !told) {
        log::warning("chores", {{"problem", (woken ? told.error() : woken.error()).text()}});
      } else if (*woken + told->messages > 0) {
        senders_.ring();
      }
      timer.expires_after(wake_cases_every);
      co_await timer.async_wait(asio::use_awaitable);
    }
  }

  Options options_;
  std::shared_ptr<const config::Config> files_;  ///< without what the store adds
  std::shared_ptr<const Engines> engines_;
  Shared shared_{files_, engines_};
  std::unique_ptr<store::Store> store_;
  metrics::Registry metrics_;
  asio::thread_pool workers_;
  asio::thread_pool disk_{disk_threads};
  asio::io_context loop_{1};
  std::unique_ptr<fetch::Fetcher> fetcher_;
  Senders senders_;
  std::unique_ptr<pipeline::Pipeline> pipeline_;
  metrics::Gauge& lag_{
      metrics_.gauge("quotewatch_event_loop_lag_seconds", "How late the I/O loop ran a timer")};
  service::Wake patterns_wake_{loop_.get_executor()};
  service::Pulse pulse_;
  service::Heart store_heart_;
  api::Api api_;
  api::Server server_;
  service::TaskGroup group_;
  service::Wake renew_{loop_.get_executor()};
  bool files_are_new_ = false;
  bool store_is_ill_ = false;  ///< and its receivers were told
  service::TaskGroup stopper_{loop_.get_executor()};
  asio::signal_set signals_;
  std::atomic<bool> stopping_ = false;  ///< also read by threads of the API that wait for the crawl
};

int print(const std::vector<Error>& errors) {
  for (const Error& error : errors) {
    std::cerr << error.text() << '\n';
  }
  return exit_status_of(Errc::config);
}

}  // namespace

int run(const Options& options) {
  std::signal(SIGPIPE, SIG_IGN);  // a receiver that hangs up is an error of its connection
  std::vector<Error> remarks;
  auto config = config::load(options.config_file, &remarks);
  if (!config) {
    return print(config.error());
  }
  const config::Log& log = (*config)->log;
  const log::Level level = log.level == "debug"     ? log::Level::debug
                           : log.level == "warning" ? log::Level::warning
                           : log.level == "error"   ? log::Level::error
                                                    : log::Level::info;
  log::set_up(level, log.target == "journal" ? log::Target::journal : log::Target::standard_error);
  if (!options.demo) {  // whose configuration is written for it, and which asks nobody outside
    log_remarks(remarks);
  }
  service::notify_status("opening the store");
  auto store = store::Store::open({.directory = store_directory(**config),
                                   .warc_roll_bytes = (*config)->store.warc_roll_bytes,
                                   .accept_loss = options.accept_loss});
  if (!store) {
    std::cerr << "quotewatchd: " << store.error().text() << '\n';
    return exit_status_of(store.error().code);
  }
  service::notify_status("reading dictionaries and patterns");
  remarks.clear();
  auto imported = pipeline::with_imported(*config, **store, remarks);
  if (!imported) {
    std::cerr << "quotewatchd: " << imported.error().text() << '\n';
    return exit_status_of(imported.error().code);
  }
  auto merged = patterns::with_stored(*std::move(imported), **store);
  if (!merged) {
    std::cerr << "quotewatchd: " << merged.error().text() << '\n';
    return exit_status_of(merged.error().code);
  }
  log_remarks(remarks);
  auto engines = pipeline::make_engines(*std::move(merged));
  if (!engines) {
    return print(engines.error());
  }
  Daemon daemon(options, *std::move(config), *std::move(engines), *std::move(store));
  return daemon.run();
}

}  // namespace qw::program
