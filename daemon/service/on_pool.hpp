#pragma once

#include "base/check.hpp"
#include "base/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace qw::service {

/// Runs `work` (nothing to Result<T>) on a thread of the pool and resumes the coroutine on its own executor.
/// Name the callable and move it in. It cannot be cancelled: it is short, and stop() waits for it. An
/// exception becomes an Error: input that makes a library throw costs one page and not the daemon.
template <class F>
auto on_pool(boost::asio::thread_pool& pool, F work) -> boost::asio::awaitable<std::invoke_result_t<F&>> {
  namespace asio = boost::asio;
  using R = std::invoke_result_t<F&>;
  // Handlers of awaitables are default-constructed along the way; optional gives Result<T> such a state.
  auto start = [&pool, &work](auto done) {
    auto back = asio::get_associated_executor(done);
    asio::post(pool, [done = std::move(done), work = std::move(work),
                      guard = asio::make_work_guard(back)]() mutable {
      std::optional<R> result;
      try {
        result.emplace(work());
      } catch (const std::exception& thrown) {
        result.emplace(fail(Errc::malformed, std::string("unexpected: ") + thrown.what()));
      }
      auto executor = guard.get_executor();
      asio::post(executor, [done = std::move(done), result = std::move(result)]() mutable {
        std::move(done)(std::move(result));
      });
    });
  };
  std::optional<R> result =
      co_await asio::async_initiate<decltype(asio::use_awaitable), void(std::optional<R>)>(
          start, asio::use_awaitable);
  QW_CHECK(result.has_value(), "the work gave a result or threw, and what it threw became one");
  co_return *std::move(result);
}

}  // namespace qw::service
