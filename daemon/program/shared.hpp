#pragma once

#include "daemon/api/services.hpp"
#include "daemon/pipeline/engines.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace qw::program {

/// What the I/O thread tells the API's threads. Any thread.
class Shared {
 public:
  Shared(std::shared_ptr<const config::Config> files, std::shared_ptr<const pipeline::Engines> engines)
      : files_(std::move(files)), engines_(std::move(engines)) {}

  std::shared_ptr<const pipeline::Engines> engines() const {
    const std::scoped_lock lock(mutex_);
    return engines_;
  }
  std::shared_ptr<const config::Config> files() const {
    const std::scoped_lock lock(mutex_);
    return files_;
  }
  void set(std::shared_ptr<const config::Config> files, std::shared_ptr<const pipeline::Engines> engines) {
    const std::scoped_lock lock(mutex_);
    files_ = std::move(files);
    engines_ = std::move(engines);
  }
  api::CrawlState crawl() const {
    const std::scoped_lock lock(mutex_);
    return crawl_;
  }
  void set(api::CrawlState crawl) {
    const std::scoped_lock lock(mutex_);
    crawl_ = std::move(crawl);
  }
  std::string silent_loop() const {
    const std::scoped_lock lock(mutex_);
    return silent_loop_;
  }
  void set_silent_loop(std::string name) {
    const std::scoped_lock lock(mutex_);
    silent_loop_ = std::move(name);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const config::Config> files_;
  std::shared_ptr<const pipeline::Engines> engines_;
  api::CrawlState crawl_;
  std::string silent_loop_;
};

}  // namespace qw::program
