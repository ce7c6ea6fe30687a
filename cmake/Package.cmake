# What is installed beside the programs, and the .deb:
#   cmake --preset release -DCMAKE_INSTALL_PREFIX=/usr && cmake --build build/release && cpack --config build/release/CPackConfig.cmake
set(QW_SHARE ${CMAKE_INSTALL_DATADIR}/quotewatch)

# The configuration is the user's from the first start: every file is a conffile of the package.
install(FILES config/quotewatch.toml DESTINATION ${CMAKE_INSTALL_FULL_SYSCONFDIR}/quotewatch)
install(DIRECTORY config/outlets.d config/officials.d config/patterns.d config/lexicon
        DESTINATION ${CMAKE_INSTALL_FULL_SYSCONFDIR}/quotewatch)
install(DIRECTORY packaging/monitoring DESTINATION ${QW_SHARE} FILES_MATCHING PATTERN "*.yml" PATTERN "*.json")
install(FILES packaging/completions/quotewatch.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME quotewatch)
install(FILES packaging/completions/_quotewatch DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES packaging/completions/quotewatch.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/quotewatch FILES_MATCHING PATTERN "*.md" PATTERN "*.yaml"
        PATTERN develop EXCLUDE PATTERN images EXCLUDE)
install(FILES packaging/debian/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/quotewatch)

# The manuals of verbs and keys are what the program says of itself.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
string(TIMESTAMP QW_DAY "%Y-%m-%d" UTC)  # of SOURCE_DATE_EPOCH where it is set
set(QW_MAN ${CMAKE_SOURCE_DIR}/packaging/man)
set(QW_MADE ${CMAKE_BINARY_DIR}/packaging)
file(MAKE_DIRECTORY ${QW_MADE})
add_custom_command(
  OUTPUT ${QW_MADE}/quotewatch.1.gz ${QW_MADE}/quotewatch.toml.5.gz ${QW_MADE}/quotewatchd.8.gz ${QW_MADE}/changelog.gz
         ${QW_MADE}/changelog.Debian.gz
  COMMAND ${Python3_EXECUTABLE} -B ${QW_MAN}/manual.py $<TARGET_FILE:quotewatch> ${QW_DAY} > ${QW_MADE}/quotewatch.1
  COMMAND ${Python3_EXECUTABLE} -B ${QW_MAN}/settings.py $<TARGET_FILE:quotewatch> ${QW_DAY} > ${QW_MADE}/quotewatch.toml.5
  COMMAND ${CMAKE_COMMAND} -E copy ${QW_MAN}/quotewatchd.8 ${CMAKE_SOURCE_DIR}/CHANGELOG.md ${QW_MADE}
  COMMAND ${CMAKE_COMMAND} -E rename ${QW_MADE}/CHANGELOG.md ${QW_MADE}/changelog
  COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_SOURCE_DIR}/packaging/debian/changelog ${QW_MADE}/changelog.Debian
  COMMAND gzip -9nf ${QW_MADE}/quotewatch.1 ${QW_MADE}/quotewatch.toml.5 ${QW_MADE}/quotewatchd.8 ${QW_MADE}/changelog
          ${QW_MADE}/changelog.Debian
  DEPENDS quotewatch ${QW_MAN}/manual.py ${QW_MAN}/settings.py ${QW_MAN}/quotewatchd.8 ${CMAKE_SOURCE_DIR}/CHANGELOG.md
          ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/packaging/debian/changelog
  VERBATIM)
add_custom_target(package_files ALL DEPENDS ${QW_MADE}/quotewatch.1.gz)
install(FILES ${QW_MADE}/quotewatch.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${QW_MADE}/quotewatch.toml.5.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
install(FILES ${QW_MADE}/quotewatchd.8.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES ${QW_MADE}/changelog.gz ${QW_MADE}/changelog.Debian.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/quotewatch)

set(QW_CONFFILES "${CMAKE_INSTALL_FULL_SYSCONFDIR}/quotewatch/quotewatch.toml\n")
file(GLOB_RECURSE data RELATIVE ${CMAKE_SOURCE_DIR}/config CONFIGURE_DEPENDS config/outlets.d/* config/officials.d/*
     config/patterns.d/* config/lexicon/*)
foreach(each IN LISTS data)
  string(APPEND QW_CONFFILES "${CMAKE_INSTALL_FULL_SYSCONFDIR}/quotewatch/${each}\n")
endforeach()
file(WRITE ${QW_MADE}/conffiles "${QW_CONFFILES}")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME quotewatch)
set(CPACK_PACKAGE_CONTACT "quotewatch maintainers <maintainers@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "watches news media for bent quotes of EU officials")
set(CPACK_PACKAGE_DESCRIPTION
    "Polls Russian- and Ukrainian-language media, reads their articles and
compares what they put into the mouths of EU officials with known false
attributions. A review desk shows the printed words beside the authentic
ones; receivers are alerted by webhook, mail and chat. Stored pages stay
as evidence.")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
    WORLD_EXECUTE)
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "hunspell-ru, hunspell-uk, hunspell-en-us, tzdata, ca-certificates, passwd")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/debian/postinst
    ${CMAKE_SOURCE_DIR}/packaging/debian/prerm ${CMAKE_SOURCE_DIR}/packaging/debian/postrm ${QW_MADE}/conffiles)
include(CPack)
