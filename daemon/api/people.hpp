#pragma once

#include "daemon/api/api.hpp"

#include <optional>
#include <string>

/// Accounts, shared by the JSON API and the desk's set-up page.
namespace qw::api {

struct NewUserWish;

/// Errc::conflict when the name is taken. With its audit record by `who` ("" = the account itself: first
/// set-up).
Result<model::User> make_user(Services& services, Passwords& passwords, const NewUserWish& wish,
                              const std::string& who);

struct UserChange {
  std::optional<bool> disabled;
  std::optional<model::UserRole> role;
  std::string password;  ///< "" = as it is
};
/// With its audit record `user.change`; ends the sessions of that account. Errc::conflict for the last
/// administrator, who can neither be disabled nor lowered; Errc::usage when nothing would change.
Result<model::User> change_user_now(Services& services, Passwords& passwords, const std::string& id,
                                    const UserChange& change, const std::string& who);

}  // namespace qw::api
