package esnode;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.util.CharsRef;
import org.apache.lucene.util.CharsRefBuilder;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalysisMode;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.CustomAnalyzer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/** Synonym rules are themselves analysed, by whatever precedes the filter in its chain. */
class Synonyms extends AbstractTokenFilterFactory {
    private final Environment env;
    private final Settings settings;
    private final boolean graph;
    private final AnalysisMode mode;
    private final boolean lenient;

    Synonyms(String name, Environment env, Settings settings, boolean graph) {
        super(name);
        this.env = env;
        this.settings = settings;
        this.graph = graph;
        boolean updateable = settings.getAsBoolean("updateable", false);
        this.mode = updateable ? AnalysisMode.SEARCH_TIME : AnalysisMode.ALL;
        this.lenient = settings.getAsBoolean("lenient", updateable);
    }

    @Override
    public AnalysisMode getAnalysisMode() {
        return mode;
    }

    @Override
    public TokenStream create(TokenStream in) {
        throw new IllegalStateException("call getChainAwareTokenFilterFactory first");
    }

    @Override
    public TokenFilterFactory getChainAwareTokenFilterFactory(IndexCreationContext context, TokenizerFactory tokenizer,
            List<CharFilterFactory> charFilters, List<TokenFilterFactory> previous, Function<String, TokenFilterFactory> all) {
        SynonymMap map = read(new CustomAnalyzer(tokenizer, charFilters.toArray(new CharFilterFactory[0]),
            previous.stream().map(TokenFilterFactory::getSynonymFilter).toArray(TokenFilterFactory[]::new)));
        return new TokenFilters.Filter(name(), in -> {
            if (map.fst == null) {
                return in;
            }
            TokenStream expanded = new SynonymGraphFilter(in, map, false);
            return graph ? expanded : new FlattenGraphFilter(expanded);
        }) {
            @Override
            public TokenFilterFactory getSynonymFilter() {
                return IDENTITY_FILTER;
            }

            @Override
            public AnalysisMode getAnalysisMode() {
                return mode;
            }
        };
    }

    private SynonymMap read(Analyzer analyzer) {
        List<String> rules = Analysis.getWordList(env, settings, "synonyms");
        try {
            var parser = new Parser(settings.getAsBoolean("expand", true), lenient, analyzer);
            parser.parse(new StringReader(rules == null ? "" : String.join("\n", rules)));
            return parser.build();
        } catch (Exception e) {
            throw new IllegalArgumentException("failed to build synonyms", e);
        }
    }

    /** A lenient parser leaves out the terms that the analyser makes nothing, or too much, of. */
    private static class Parser extends SolrSynonymParser {
        private static final CharsRef NOTHING = new CharsRef("");
        private final boolean lenient;

        Parser(boolean expand, boolean lenient, Analyzer analyzer) {
            super(true, expand, analyzer);
            this.lenient = lenient;
        }

        @Override
        public CharsRef analyze(String text, CharsRefBuilder reuse) throws IOException {
            try {
                return super.analyze(text, reuse);
            } catch (IllegalArgumentException e) {
                if (lenient) {
                    return NOTHING;
                }
                throw e;
            }
        }

        @Override
        public void add(CharsRef input, CharsRef output, boolean includeOrig) {
            if (input.length > 0 && output.length > 0) {
                super.add(input, output, includeOrig);
            }
        }
    }
}
