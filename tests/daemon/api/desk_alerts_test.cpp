#include "daemon/alerts/store_outbox.hpp"
#include "tests/daemon/api/browser.hpp"

using namespace qw;
using namespace qw::test;

namespace {

void put_dead_letter(Rig& rig) {
  const auto waiting = rig.store->deliveries(model::DeliveryState::pending, 10, "");
  REQUIRE(waiting->rows.size() == 1);
  model::Delivery dead = waiting->rows.front();
  dead.state = model::DeliveryState::dead;
  dead.entry.tries = 3;
  dead.entry.last_problem = "answered 400 <script>alert(1)</script>";
  dead.finished = rig.clock.now();
  REQUIRE(rig.store->commit_delivery(dead).has_value());
}

bool has(const api::Response& page, const std::string& part) {
  return page.body.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a lead sees what did not arrive, and sends it again") {
  Browser b;
  b.rig.add(seen("a", start, bent));
  put_dead_letter(b.rig);
  const auto page = b.get("/alerts");
  CHECK(page.status == 200);
  CHECK(has(page, "Нове: Кая Каллас"));
  CHECK(has(page, "answered 400 &lt;script&gt;"));
  CHECK(has(page, "відмовлено"));
  const std::string id = field(page.body.substr(page.body.find("value=\"send\"")), "id");
  CHECK(b.post("/alerts", "act=send&id=" + id).status == 303);
  CHECK(b.rig.store->deliveries(model::DeliveryState::dead, 10, "")->rows.empty());
  CHECK(b.rig.rung >= 1);
  CHECK(b.post("/alerts", "act=send&id=nothing").status == 404);
  CHECK(b.post("/alerts", "act=fly").status == 422);
}

TEST_CASE("a receiver that ended itself is shown with its sentence and enabled on the page") {
  Browser b;
  store::ActBatch batch;
  batch.settings.emplace_back(alerts::disabled_setting("hook"), "answered 410");
  REQUIRE(b.rig.store->commit(std::move(batch)).has_value());
  CHECK(has(b.get("/alerts"), "answered 410"));
  CHECK(b.post("/alerts", "act=enable&id=hook").status == 303);
  CHECK_FALSE(has(b.get("/alerts"), "answered 410"));
  CHECK(b.post("/alerts", "act=enable&id=nobody").status == 404);
}

TEST_CASE("a silence is made, shown with its author and end, and ended on the page") {
  Browser b;
  CHECK(b.post("/alerts", "act=silence&pattern=kallas-nato&hours=12&reason=known+wave").status == 303);
  const auto page = b.get("/alerts");
  CHECK(has(page, "kallas-nato"));
  CHECK(has(page, "known wave"));
  CHECK(has(page, "Olena"));
  CHECK(b.post("/alerts", "act=silence&hours=12&reason=everything").status == 422);
  CHECK(b.post("/alerts", "act=silence&pattern=kallas-nato&hours=0&reason=x").status == 422);
  CHECK(b.post("/alerts", "act=silence&pattern=none&hours=1&reason=x").status == 422);
  const std::string id = field(page.body.substr(page.body.find("value=\"end\"")), "id");
  CHECK(b.post("/alerts", "act=end&id=" + id).status == 303);
  CHECK_FALSE(has(b.get("/alerts"), "known wave"));
  CHECK(b.post("/alerts", "act=end&id=" + id).status == 409);
}

TEST_CASE("reviewers see the alerts and act on none") {
  Browser b;
  b.rig.add(seen("a", start, bent));
  put_dead_letter(b.rig);
  auto users = b.rig.store->users();
  model::User user = users->front();
  user.role = model::UserRole::reviewer;
  store::ActBatch batch;
  batch.users.push_back(user);
  REQUIRE(b.rig.store->commit(std::move(batch)).has_value());
  const auto page = b.get("/alerts");
  CHECK(page.status == 200);
  CHECK_FALSE(has(page, "value=\"send\""));
  CHECK(b.post("/alerts", "act=silence&pattern=kallas-nato&hours=1&reason=x").status == 403);
}
