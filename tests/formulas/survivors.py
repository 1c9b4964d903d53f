# ruff: noqa: E501 - tables with one case a line, values as an author types them
"""Corruptions that leave a true statement, with the reason why each is true."""

SURVIVORS: dict[str, dict[str, str]] = {
    "eq-gaussian-pdf": {
        "symbols: \\mathcal{N}(x \\mid \\mu, \\sigma^2 -> \\mathcal{N}( \\mu \\mid x , \\sigma^2": "the density is symmetric in x and mu",
    },
    "eq-likelihood-integral": {
        "number: n + 1)!} \\neq 1 -> n + 1)!} \\neq 2": "the integral is no 2 either",
    },
    "eq-argmax-argmin": {
        "logarithm: heta} \\bigl( -\\log L(\\theta) -> heta} \\bigl( -\\log_2 L(\\theta)": "the argmin does not depend on the base of the logarithm",
    },
    "eq-map-uniform": {
        "sign: \\mid \\theta) + \\log p(\\t -> \\mid \\theta) - \\log p(\\t": "log p(theta) is 0 for the uniform prior that the display states",
        "logarithm: \\theta \\bigl[ \\log p(\\mathca -> \\theta \\bigl[ \\log_2 p(\\mathca": "the argmax does not depend on the base of the logarithm",
        "logarithm: mid \\theta) + \\log p(\\theta) -> mid \\theta) + \\log_2 p(\\theta)": "log p(theta) is 0 for the uniform prior, in any base",
    },
    "eq-surprisal": {
        "symbols: h(x, y) = -\\log -> h( y , x ) = -\\log": "the surprisal of a pair is symmetric",
    },
    "eq-kl-nonneg": {
        "symbols: {\\mathrm{KL}}(p \\,\\|\\, q) \\ge 0 -> {\\mathrm{KL}}( q \\,\\|\\, p ) \\ge 0": "the divergence is not negative in either direction",
    },
    "eq-kl-asym": {
        "symbol: {\\mathrm{KL}}(p \\,\\|\\, q) -> {\\mathrm{KL}}( q \\,\\|\\, q)": "0 = D(q, q) differs from D(q, p) as well",
        "symbol: KL}}(q \\,\\|\\, p) -> KL}}(q \\,\\|\\, q )": "0 = D(q, q) differs from D(p, q) as well",
    },
    "eq-shift": {
        "sign: rm{softmax}(z + c \\mathbf -> rm{softmax}(z - c \\mathbf": "softmax is blind to a shift in either direction",
    },
    "eq-softmax-jac": {
        "symbols: ac{\\partial q_j}{\\partial z_k} = q_j (\\ -> ac{\\partial q_ k }{\\partial z_ j } = q_j (\\": "the Jacobian of softmax is symmetric",
        "symbols: tial z_k} = q_j (\\delta_{jk} - q_k) -> tial z_k} = q_ k (\\delta_{ k j } - q_ j )": "the Jacobian of softmax is symmetric",
    },
    "eq-softmax-hess": {
        "symbols: l}{\\partial z_j \\, \\partial z_k} = q_j (\\ -> l}{\\partial z_ k \\, \\partial z_ j } = q_j (\\": "second derivatives commute",
        "symbols: tial z_k} = q_j (\\delta_{jk} - q_k) -> tial z_k} = q_ k (\\delta_{ k j } - q_ j )": "the Hessian is symmetric",
    },
    "eq-lr-grad": {
        "symbol: \\sigma(w^\\top x^{(i)}) - -> \\sigma(w^\\top X ^{(i)}) -": "x^{(i)} is by convention the row X^{(i)}",
        "symbol: ) - t_i\\bigr) x^{(i)} = X -> ) - t_i\\bigr) X ^{(i)} = X": "x^{(i)} is by convention the row X^{(i)}",
    },
    "eq-lr-logodds": {
        "symbols: 0 \\mid x)} = w^\\top x + b -> 0 \\mid x)} = x ^\\top w + b": "a dot product is symmetric",
    },
    "eq-huffman": {
        "number: L < H_2(p) + 1, \\qquad L -> L < H_2(p) + 2, \\qquad L": "a weaker bound",
    },
    "eq-code-lengths": {
        "number: il < H_2(p) + 1 -> il < H_2(p) + 2": "a weaker bound",
    },
    "eq-score-zero": {
        "logarithm: rtial \\theta} \\log p(x \\mid -> rtial \\theta} \\log_2 p(x \\mid": "the score has mean 0 in any base",
    },
    "eq-triangle-fails": {
        "sign: }(p \\,\\|\\, q) + D_{\\mathr -> }(p \\,\\|\\, q) - D_{\\mathr": "a weaker claim, since divergences are positive",
        "symbols: {\\mathrm{KL}}(p \\,\\|\\, r) > D_{\\ma -> {\\mathrm{KL}}( r \\,\\|\\, p ) > D_{\\ma": "holds where q lies between p and r, as it is drawn",
        "symbol: {\\mathrm{KL}}(p \\,\\|\\, q) -> {\\mathrm{KL}}( r \\,\\|\\, q)": "holds where q lies between p and r, as it is drawn",
        "arguments: {\\mathrm{KL}}(q \\,\\|\\, r) -> {\\mathrm{KL}}(r \\,\\|\\, q)": "holds where q lies between p and r, as it is drawn",
    },
}
