#include "fokker/program/elementary_kernels.hpp"

namespace fokker {

#if defined(__x86_64__)
namespace v4 {
const ElementaryKernels& elementary_kernels();
}
namespace v3 {
const ElementaryKernels& elementary_kernels();
}
namespace baseline {
const ElementaryKernels& elementary_kernels();
}
#else
namespace native {
const ElementaryKernels& elementary_kernels();
}
#endif

const ElementaryKernels& elementary_kernels(Isa isa) {
#if defined(__x86_64__)
    switch (isa) {
        case Isa::v4:
            return v4::elementary_kernels();
        case Isa::v3:
            return v3::elementary_kernels();
        default:
            return baseline::elementary_kernels();
    }
#else
    static_cast<void>(isa);
    return native::elementary_kernels();
#endif
}

}  // namespace fokker
