"""Corruptions that leave a true statement, with the reason why each is true."""

SURVIVORS: dict[str, dict[str, str]] = {
    "eq-gaussian-pdf": {
        r"symbols: \mathcal{N}(x \mid \mu, \sigma^2 -> \mathcal{N}( \mu \mid x , \sigma^2": "the density is symmetric in x and mu",
    },
    "eq-likelihood-integral": {
        r"number: n + 1)!} \neq 1 -> n + 1)!} \neq 2": "the integral is no 2 either",
    },
    "eq-argmax-argmin": {
        r"logarithm: heta} \bigl( -\log L(\theta) -> heta} \bigl( -\log_2 L(\theta)": "the argmin does not depend on the base of the logarithm",
    },
    "eq-map-uniform": {
        r"sign: \mid \theta) + \log p(\t -> \mid \theta) - \log p(\t": "log p(theta) is 0 for the uniform prior that the display states",
        r"logarithm: \theta \bigl[ \log p(\mathca -> \theta \bigl[ \log_2 p(\mathca": "the argmax does not depend on the base of the logarithm",
        r"logarithm: mid \theta) + \log p(\theta) -> mid \theta) + \log_2 p(\theta)": "log p(theta) is 0 for the uniform prior, in any base",
    },
    "eq-surprisal": {
        r"symbols: h(x, y) = -\log -> h( y , x ) = -\log": "the surprisal of a pair is symmetric",
    },
    "eq-kl-nonneg": {
        r"symbols: {\mathrm{KL}}(p \,\|\, q) \ge 0 -> {\mathrm{KL}}( q \,\|\, p ) \ge 0": "the divergence is not negative in either direction",
    },
    "eq-kl-asym": {
        r"symbol: {\mathrm{KL}}(p \,\|\, q) -> {\mathrm{KL}}( q \,\|\, q)": "0 = D(q, q) differs from D(q, p) as well",
        r"symbol: KL}}(q \,\|\, p) -> KL}}(q \,\|\, q )": "0 = D(q, q) differs from D(p, q) as well",
    },
    "eq-shift": {
        r"sign: rm{softmax}(z + c \mathbf -> rm{softmax}(z - c \mathbf": "softmax is blind to a shift in either direction",
    },
    "eq-softmax-jac": {
        r"symbols: ac{\partial q_j}{\partial z_k} = q_j (\ -> ac{\partial q_ k }{\partial z_ j } = q_j (\": "the Jacobian of softmax is symmetric",
        r"symbols: tial z_k} = q_j (\delta_{jk} - q_k) -> tial z_k} = q_ k (\delta_{ k j } - q_ j )": "the Jacobian of softmax is symmetric",
    },
    "eq-softmax-hess": {
        r"symbols: l}{\partial z_j \, \partial z_k} = q_j (\ -> l}{\partial z_ k \, \partial z_ j } = q_j (\": "second derivatives commute",
        r"symbols: tial z_k} = q_j (\delta_{jk} - q_k) -> tial z_k} = q_ k (\delta_{ k j } - q_ j )": "the Hessian is symmetric",
    },
    "eq-lr-grad": {
        r"symbol: \sigma(w^\top x^{(i)}) - -> \sigma(w^\top X ^{(i)}) -": "x^{(i)} is by convention the row X^{(i)}",
        r"symbol: ) - t_i\bigr) x^{(i)} = X -> ) - t_i\bigr) X ^{(i)} = X": "x^{(i)} is by convention the row X^{(i)}",
    },
    "eq-lr-logodds": {
        r"symbols: 0 \mid x)} = w^\top x + b -> 0 \mid x)} = x ^\top w + b": "a dot product is symmetric",
    },
    "eq-huffman": {
        r"number: L < H_2(p) + 1, \qquad L -> L < H_2(p) + 2, \qquad L": "a weaker bound",
    },
    "eq-code-lengths": {
        r"number: il < H_2(p) + 1 -> il < H_2(p) + 2": "a weaker bound",
    },
    "eq-score-zero": {
        r"logarithm: rtial \theta} \log p(x \mid -> rtial \theta} \log_2 p(x \mid": "the score has mean 0 in any base",
    },
    "eq-triangle-fails": {
        r"sign: }(p \,\|\, q) + D_{\mathr -> }(p \,\|\, q) - D_{\mathr": "a weaker claim, since divergences are positive",
        r"symbols: {\mathrm{KL}}(p \,\|\, r) > D_{\ma -> {\mathrm{KL}}( r \,\|\, p ) > D_{\ma": "holds where q lies between p and r, as it is drawn",
        r"symbol: {\mathrm{KL}}(p \,\|\, q) -> {\mathrm{KL}}( r \,\|\, q)": "holds where q lies between p and r, as it is drawn",
        r"arguments: {\mathrm{KL}}(q \,\|\, r) -> {\mathrm{KL}}(r \,\|\, q)": "holds where q lies between p and r, as it is drawn",
    },
}
