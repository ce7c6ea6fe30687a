#include "daemon/cases/rules.hpp"

namespace qw::cases {

Rules rules_of(const config::Config& config) {
  Rules rules;
  rules.lease = config.desk.lease;
  rules.hold = config.desk.hold;
  rules.alert_max_age = config.desk.alert_max_age;
  rules.second_reader = config.desk.second_reader;
  return rules;
}

}  // namespace qw::cases
