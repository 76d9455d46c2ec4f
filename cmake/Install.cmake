# cmake --install: the program, the rooms as libraries, their headers, and what find_package(fokker) reads.
#
#   find_package(fokker REQUIRED)
#   target_link_libraries(mine PRIVATE fokker::fokker)      # every room; or fokker::expr, fokker::draw, ... one by one

include(CMakePackageConfigHelpers)
set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/fokker)

# The room cli is the inside of the program: whoever links the library does not want its command line.
get_property(library_rooms GLOBAL PROPERTY FOKKER_ROOMS)
list(REMOVE_ITEM library_rooms cli)

add_library(fokker_all INTERFACE)
add_library(fokker::fokker ALIAS fokker_all)
set_target_properties(fokker_all PROPERTIES EXPORT_NAME fokker)
foreach(room ${library_rooms})
  target_link_libraries(fokker_all INTERFACE fokker_${room})
  install(TARGETS fokker_${room} EXPORT fokkerTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endforeach()
install(TARGETS fokker_all EXPORT fokkerTargets)
install(EXPORT fokkerTargets NAMESPACE fokker:: DESTINATION ${config_dir})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/fokkerConfig.cmake.in ${CMAKE_BINARY_DIR}/fokkerConfig.cmake
                              INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/fokkerConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/fokkerConfig.cmake ${CMAKE_BINARY_DIR}/fokkerConfigVersion.cmake
        DESTINATION ${config_dir})

install(DIRECTORY fokker DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp" PATTERN "cli" EXCLUDE)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY labs DESTINATION ${CMAKE_INSTALL_DATADIR}/fokker FILES_MATCHING PATTERN "*.toml")
if(TARGET fokker)
  install(TARGETS fokker RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
