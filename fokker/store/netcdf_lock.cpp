#include "fokker/store/netcdf_lock.hpp"

#include <hdf5.h>

namespace fokker::store {
namespace {

std::mutex& library() {
    static std::mutex mutex;
    return mutex;
}

}  // namespace

// When the disk is full HDF5 cannot close the file, keeps it, tries again at the end of the program and then crashes
// (seen with 1.10.8): the user would be told of a crash, not of the disk. We close every file ourselves, so that HDF5
// has nothing to do there. This must come before its first other call.
NetcdfLock::NetcdfLock() : lock_(library()) {
    static const auto once = H5dont_atexit();
    // Each thread has a stack of errors of its own, which HDF5 prints unless it is told not to: ours say what failed.
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    static_cast<void>(once);
}

}  // namespace fokker::store
