# ruff: noqa: E501 - tables with one case a line, values as an author types them
"""The equations that must be read as they stand: the list of the specification, untouched."""

SETTLED = {
    "eq-categorical-pmf": r"p(y \mid \pi) = \prod_{k=1}^{K} \pi_k^{[y = k]}",
    "eq-iid-likelihood": r"""L(\theta) = p(x_1, \dots, x_N \mid \theta) = \prod_{i=1}^{N} p(x_i \mid \theta) = \theta^{s} (1 - \theta)^{N - s}""",
    "eq-log-product": r"""\log \prod_{i=1}^{N} p(x^{(i)} \mid \theta) = \sum_{i=1}^{N} \log p(x^{(i)} \mid \theta)""",
    "eq-gaussian-pdf": r"""\mathcal{N}(x \mid \mu, \sigma^2) = \frac{1}{\sqrt{2 \pi \sigma^2}} \exp\left( -\frac{(x - \mu)^2}{2 \sigma^2} \right)""",
    "eq-nll": r"\mathrm{NLL}(\theta) = -\log L(\theta) = -\sum_{n=1}^{N} \log p_\theta(y_n \mid x_n)",
    "eq-likelihood-integral": r"""\int_0^1 \theta^{s} (1 - \theta)^{n - s} \, d\theta = \frac{s! \, (n - s)!}{(n + 1)!} \neq 1""",
    "eq-argmax-argmin": r"""\hat{\theta}_{\mathrm{MLE}} = \arg\max_{\theta} L(\theta) = \arg\min_{\theta} \bigl( -\log L(\theta) \bigr)""",
    "eq-mle-counts": r"\hat{\pi}_k = \frac{n_k}{N} = \frac{1}{N} \sum_{i=1}^{N} [y_i = k]",
    "eq-map-uniform": r"""\hat\theta_{\mathrm{MAP}} = \arg\max_\theta \bigl[ \log p(\mathcal{D} \mid \theta) + \log p(\theta) \bigr] = \hat\theta_{\mathrm{MLE}} \quad \text{if } p(\theta) = 1""",
    "eq-posterior": r"p(\theta \mid \mathcal{D}) \propto p(\mathcal{D} \mid \theta) \, p(\theta)",
    "eq-surprisal": r"h(x, y) = -\log \bigl( p(x) \, p(y) \bigr) = h(x) + h(y)",
    "eq-entropy": r"H(p) = -\sum_{k=1}^{K} p_k \log p_k",
    "eq-entropy-expectation": r"""H(p) = \mathbb{E}_{x \sim p}\left[ -\log p(x) \right] = \sum_{x} p(x) \log \frac{1}{p(x)}""",
    "eq-entropy-bound": r"0 \le H(p) \le \log K",
    "eq-cross-entropy": r"H(p, q) = -\sum_{k=1}^{K} p_k \log q_k",
    "eq-nll-one-hot": r"-\log q_y = -\sum_{k=1}^{K} t_k \log q_k = H(t, q), \qquad t_k = [y = k]",
    "eq-mean-nll": r"""-\frac{1}{N} \sum_{i=1}^{N} \log q(x_i) = -\sum_{k=1}^K \hat{p}_k \log q_k = H(\hat{p}, q)""",
    "eq-kl": r"D_{\mathrm{KL}}(p \,\|\, q) = \sum_{k=1}^{K} p_k \log \frac{p_k}{q_k}",
    "eq-kl-nonneg": r"D_{\mathrm{KL}}(p \,\|\, q) \ge 0",
    "eq-kl-asym": r"D_{\mathrm{KL}}(p \,\|\, q) \ne D_{\mathrm{KL}}(q \,\|\, p)",
    "eq-ce-decomposition": r"H(p, q) = H(p) + D_{\mathrm{KL}}(p \,\|\, q)",
    "eq-gradient-equal": r"\nabla_\theta D_{\mathrm{KL}}(p \,\|\, q_\theta) = \nabla_\theta H(p, q_\theta)",
    "eq-kl-chain": r"""D_{\mathrm{KL}}\bigl(p(x,y) \,\|\, q(x,y)\bigr) = D_{\mathrm{KL}}\bigl(p(x) \,\|\, q(x)\bigr) + \mathbb{E}_{x \sim p(x)}\bigl[ D_{\mathrm{KL}}\bigl(p(y \mid x) \,\|\, q(y \mid x)\bigr) \bigr]""",
    "eq-mutual-information": r"""I(X; Y) = \sum_{x} \sum_{y} p(x, y) \log \frac{p(x, y)}{p(x) \, p(y)} = H(X) + H(Y) - H(X, Y)""",
    "eq-total-correlation": r"""\mathrm{TC}(X_1, \dots, X_K) = \sum_{k=1}^{K} H(X_k) - H(X_1, \dots, X_K) = D_{\mathrm{KL}}\Bigl(p \,\Big\|\, \prod_{k=1}^{K} p_k\Bigr)""",
    "eq-perplexity": r"""\mathrm{PPL} = \exp\left( -\frac{1}{N} \sum_{n=1}^{N} \log q(x_n) \right) = e^{H(\hat p, q)} = \prod_{n=1}^N q(x_n)^{-1/N}""",
    "eq-bits-nats": r"H_2(p) = -\sum_k p_k \log_2 p_k = \frac{H(p)}{\ln 2}",
    "eq-binary-kl": r"D_{\mathrm{KL}}(p \,\|\, q) = p \log \frac{p}{q} + (1 - p) \log \frac{1 - p}{1 - q}",
    "eq-label-smoothing": r"""H(t^{(\varepsilon)}, q) = (1 - \varepsilon) H(t, q) + \varepsilon H(u, q), \qquad t^{(\varepsilon)}_k = (1 - \varepsilon) t_k + \frac{\varepsilon}{K}""",
    "eq-softmax": r"\mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_{j=1}^{K} e^{z_j}}",
    "eq-shift": r"\mathrm{softmax}(z + c \mathbf{1}) = \mathrm{softmax}(z)",
    "eq-logsumexp": r"""\log \sum_{k=1}^{K} e^{z_k} = m + \log \sum_{k=1}^{K} e^{z_k - m}, \qquad m = \max_k z_k""",
    "eq-softmax-grad": r"""\frac{\partial \ell}{\partial z_k} = q_k - t_k, \qquad \ell = -\sum_{j=1}^{K} t_j \log q_j""",
    "eq-softmax-jac": r"\frac{\partial q_j}{\partial z_k} = q_j (\delta_{jk} - q_k)",
    "eq-softmax-hess": r"\frac{\partial^2 \ell}{\partial z_j \, \partial z_k} = q_j (\delta_{jk} - q_k)",
    "eq-temperature": r"""q_k(T) = \frac{\exp(z_k / T)}{\sum_{j} \exp(z_j / T)}, \qquad \frac{q_j(T)}{q_k(T)} = \left( \frac{q_j(1)}{q_k(1)} \right)^{1/T}""",
    "eq-sigmoid": r"\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}",
    "eq-sigmoid-sym": r"\sigma(-z) = 1 - \sigma(z)",
    "eq-sigmoid-deriv": r"\sigma'(z) = \sigma(z) \bigl(1 - \sigma(z)\bigr)",
    "eq-sigmoid-deriv2": r"\frac{d\sigma}{dz} = \sigma(z)(1 - \sigma(z))",
    "eq-two-class": r"\mathrm{softmax}(z)_1 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}} = \sigma(z_1 - z_2)",
    "eq-logit": r"\sigma^{-1}(p) = \log \frac{p}{1 - p}",
    "eq-bernoulli": r"p(t \mid q) = q^{t} (1 - q)^{1 - t}",
    "eq-bce": r"\mathrm{BCE}(t, q) = -\bigl[ t \log q + (1 - t) \log(1 - q) \bigr]",
    "eq-bce-logits": r"\ell(z, t) = \max(z, 0) - z t + \log\left(1 + e^{-|z|}\right)",
    "eq-bce-grad": r"\frac{\partial}{\partial z} \ell(z, t) = \sigma(z) - t",
    "eq-multilabel-norm": r"\sum_{t \in \{0, 1\}^K} \prod_{k=1}^{K} q_k^{t_k} (1 - q_k)^{1 - t_k} = 1",
    "eq-multilabel-nll": r"""-\log \prod_{k=1}^{K} q_k^{t_k} (1 - q_k)^{1 - t_k} = \sum_{k=1}^{K} \mathrm{BCE}(t_k, q_k)""",
    "eq-lr-nll": r"""\mathcal{L}(w) = -\sum_{i=1}^{N} \Bigl[ t_i \log \sigma(w^\top x^{(i)}) + (1 - t_i) \log\bigl(1 - \sigma(w^\top x^{(i)})\bigr) \Bigr]""",
    "eq-lr-grad": r"""\nabla_w \mathcal{L}(w) = \sum_{i=1}^{N} \bigl(\sigma(w^\top x^{(i)}) - t_i\bigr) x^{(i)} = X^\top \bigl( \sigma(X w) - t \bigr)""",
    "eq-lr-hess": r"\nabla_w^2 \mathcal{L}(w) = X^\top S X, \qquad S_{ii} = q_i (1 - q_i)",
    "eq-lr-logodds": r"\log \frac{p(t = 1 \mid x)}{p(t = 0 \mid x)} = w^\top x + b",
    "eq-newton": r"w_{\mathrm{new}} = w - (X^\top S X)^{-1} X^\top (q - t)",
    "eq-l2-map": r"""-\log p(w \mid \mathcal{D}) = \mathcal{L}(w) + \frac{\lambda}{2} \|w\|_2^2 + \text{const}""",
    "eq-aligned-ce": r"""\begin{aligned}
-\frac{1}{N} \log L(\theta)
  &= -\frac{1}{N} \sum_{i=1}^{N} \log q_{y_i} \\
  &= -\frac{1}{N} \sum_{i=1}^{N} \sum_{k=1}^{K} [y_i = k] \log q_k \\
  &= -\sum_{k=1}^{K} \underbrace{\frac{1}{N} \sum_{i=1}^{N} [y_i = k]}_{\hat{p}_k} \, \log q_k \\
  &= H(\hat{p}, q).
\end{aligned}""",
    "eq-aligned-broken": r"""\begin{aligned}
D_{\mathrm{KL}}(p \,\|\, q)
  &= \sum_{k} p_k \log p_k \\
  &\quad - \sum_{k} p_k \log q_k \\
  &= -H(p) + H(p, q)
\end{aligned}""",
    "eq-gibbs": r"-\sum_{k} p_k \log q_k \ge -\sum_{k} p_k \log p_k",
    "eq-softmax-nll": r"-\log q_y = -z_y + \log \sum_{j=1}^{K} e^{z_j}",
}
